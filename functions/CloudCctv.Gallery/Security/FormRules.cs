using CloudCctv.Gallery.Layout;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace CloudCctv.Gallery.Security;

internal static class FormRules
{
    // A key and a token: anything longer is not one of our forms.
    private const int MaxBytes = 16 << 10;

    /// <summary>Lets only forms through that this gallery has shown to this browser.</summary>
    /// <param name="endpoint">Where they go.</param>
    /// <param name="maxBytes">A longer one is refused.</param>
    public static void TakesForm(this RouteHandlerBuilder endpoint, int maxBytes = MaxBytes) => endpoint
        .WithMetadata(new RequestSizeLimitAttribute(maxBytes))
        .AddEndpointFilter(async (invocation, next) => await IsShownFormAsync(invocation.HttpContext) ? await next(invocation) : Refusal());

    /// <summary>The same for a form with files. They are held in memory: nothing of them ever lies on a disk.</summary>
    /// <param name="endpoint">Which.</param>
    /// <param name="maxBytes">Of all files of the form.</param>
    public static void TakesUpload(this RouteHandlerBuilder endpoint, int maxBytes) => endpoint
        .WithMetadata(new RequestSizeLimitAttribute(maxBytes + MaxBytes))
        .AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            if (context.Request.ContentLength > maxBytes + MaxBytes)
            {
                return TooMuch(maxBytes);
            }

            context.Features.Set<IFormFeature>(new FormFeature(context.Request, new FormOptions { MultipartBodyLengthLimit = maxBytes + MaxBytes, MemoryBufferThreshold = maxBytes }));
            var antiforgery = (IAntiforgery)context.RequestServices.GetService(typeof(IAntiforgery))!;
            try
            {
                return context.Request.HasFormContentType && await context.Request.ReadFormAsync(context.RequestAborted) is not null && await antiforgery.IsRequestValidAsync(context)
                    ? await next(invocation)
                    : Refusal();
            }
            catch (InvalidDataException)
            {
                // More parts, or longer ones, than a form of ours has.
                return TooMuch(maxBytes);
            }
        });

    private static async Task<bool> IsShownFormAsync(HttpContext context)
    {
        var antiforgery = (IAntiforgery)context.RequestServices.GetService(typeof(IAntiforgery))!;
        try
        {
            return context.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(context);
        }
        catch (AntiforgeryValidationException exception) when (exception.InnerException is BadHttpRequestException fault)
        {
            // Longer than it may be, or cut off: answered like any other such request, not as a fault of ours.
            throw new BadHttpRequestException(fault.Message, fault.StatusCode, exception);
        }
    }

    private static RazorComponentResult<MessagePage> TooMuch(int maxBytes) => new(new
    {
        Title = "Too much at once",
        Text = $"More than {maxBytes >> 20} MB, or more files than are taken at once. Go back and choose fewer.",
    })
    {
        StatusCode = StatusCodes.Status413PayloadTooLarge,
    };

    private static RazorComponentResult<MessagePage> Refusal() => new(new
    {
        Title = "This form is too old",
        Text = "Go back, reload the page and try again.",
    })
    {
        StatusCode = StatusCodes.Status400BadRequest,
    };
}
