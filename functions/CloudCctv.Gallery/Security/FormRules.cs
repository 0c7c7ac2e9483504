using CloudCctv.Gallery.Layout;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
        .AddEndpointFilter(async (invocation, next) =>
        {
            var context = invocation.HttpContext;
            var antiforgery = (IAntiforgery)context.RequestServices.GetService(typeof(IAntiforgery))!;
            return context.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(context)
                ? await next(invocation)
                : Refusal();
        });

    private static RazorComponentResult<MessagePage> Refusal() => new(new
    {
        Title = "This form is too old",
        Text = "Go back, reload the page and try again.",
    })
    {
        StatusCode = StatusCodes.Status400BadRequest,
    };
}
