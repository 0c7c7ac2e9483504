using System.Globalization;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Gallery.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Alerts;

/// <summary>
/// Where buttons of notifications knock. No session: the address itself is signed. Whoever tries wrong ones is held up like one
/// who gives wrong access keys.
/// </summary>
internal static class SnoozeEndpoints
{
    public static void MapSnooze(this IEndpointRouteBuilder endpoints) => endpoints.MapPost(SnoozeLinks.Path, AnswerAsync).AllowAnonymous();

    private static async Task<IResult> AnswerAsync(
        HttpContext context, string? camera, [FromQuery(Name = "for")] string? length, string? ends, string? sig, SnoozeLinks links, SignInAttempts attempts, CancellationToken cancellationToken)
    {
        if (!attempts.MayTry(context))
        {
            return Results.Text("too many wrong addresses: wait a minute.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        if (await links.SnoozeAsync(camera, length, ends, sig, cancellationToken) is { } until)
        {
            return Results.Text(string.Create(CultureInfo.InvariantCulture, $"Quiet until {until:u}"));
        }

        attempts.Failed(context);
        return Results.Text("This button is too old or was changed.", statusCode: StatusCodes.Status403Forbidden);
    }
}
