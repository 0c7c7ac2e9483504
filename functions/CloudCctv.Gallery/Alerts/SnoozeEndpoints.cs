using System.Globalization;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Alerts;

/// <summary>
/// Where buttons of notifications knock, and links in mails and messengers lead. No session: the address itself is signed. Whoever
/// tries wrong ones is held up like one who gives wrong access keys. Only a POST does anything: mailboxes follow links by themselves.
/// </summary>
internal static class SnoozeEndpoints
{
    public static void MapSnooze(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(SnoozeLinks.Path, AskAsync).AllowAnonymous();
        endpoints.MapPost(SnoozeLinks.Path, DoAsync).AllowAnonymous();
    }

    private static Task<IResult> AskAsync(HttpContext context, [AsParameters] SnoozeAddress address, SnoozeLinks links, SignInAttempts attempts, CancellationToken cancellationToken) =>
        AnswerAsync(context, attempts, done: false, () => links.ReadAsync(address.Camera, address.For, address.Ends, address.Sig, cancellationToken));

    private static Task<IResult> DoAsync(HttpContext context, [AsParameters] SnoozeAddress address, SnoozeLinks links, SignInAttempts attempts, CancellationToken cancellationToken) =>
        AnswerAsync(context, attempts, done: true, () => links.SnoozeAsync(address.Camera, address.For, address.Ends, address.Sig, cancellationToken));

    private static async Task<IResult> AnswerAsync(HttpContext context, SignInAttempts attempts, bool done, Func<Task<SnoozeWish?>> look)
    {
        if (!attempts.MayTry(context))
        {
            return Said(context, "Too many wrong addresses", "Too many wrong addresses: wait a minute.", StatusCodes.Status429TooManyRequests);
        }

        if (await look() is { } wish)
        {
            return IsBrowser(context)
                ? new RazorComponentResult<SnoozePage>(new { Wish = wish, Target = $"{context.Request.Path}{context.Request.QueryString}", Done = done })
                : Results.Text(done ? $"Quiet until {Text(wish.Until)}" : $"Nothing was done. A POST to this address keeps {wish.Camera.Camera} quiet until {Text(wish.Until)}");
        }

        attempts.Failed(context);
        return Said(context, "Too old", "This button is too old or was changed.", StatusCodes.Status403Forbidden);
    }

    private static IResult Said(HttpContext context, string title, string text, int status) => IsBrowser(context)
        ? new RazorComponentResult<MessagePage>(new { Title = title, Text = text, Outside = true }) { StatusCode = status }
        : Results.Text(text, statusCode: status);

    private static string Text(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);

    private static bool IsBrowser(HttpContext context) => context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
}

/// <summary>The query of such an address, all of it text until its signature has been looked at.</summary>
internal sealed record SnoozeAddress(
    [property: FromQuery(Name = "camera")] string? Camera, [property: FromQuery(Name = "for")] string? For, [property: FromQuery(Name = "ends")] string? Ends, [property: FromQuery(Name = "sig")] string? Sig);
