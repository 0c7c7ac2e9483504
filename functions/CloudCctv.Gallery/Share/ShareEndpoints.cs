using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Events;
using CloudCctv.Gallery.Layout;
using CloudCctv.Gallery.Media;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Share;

/// <summary>
/// One event for who has a link to it: no session, no way to anything else. Whoever tries wrong links is held up like one who
/// gives wrong access keys. Where previews hide who was not detected, originals are not shown either.
/// </summary>
internal static class ShareEndpoints
{
    // Asked again each time, so that a link that is over shows nothing from a cache.
    private const string Caching = "private, no-cache";

    private const int MaxPictures = 500;

    public static void MapShares(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/share/{*path}", MakeAsync).TakesForm();
        endpoints.MapGet($"{ShareLinks.Path}{{*path}}", ShowAsync).AllowAnonymous();
    }

    private static async Task<IResult> MakeAsync(string? path, HttpContext context, ShareLinks links, SightingCalendar calendar, AlertOptions alerts, CancellationToken cancellationToken)
    {
        if (!EventName.TryParse(path, out var eventName) || (await calendar.SightingsAsync(eventName, cancellationToken)).Count == 0)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var end = links.EndOf(form["for"]);
        // The name that people outside use, where it is known.
        var gallery = alerts.GalleryUrl ?? new Uri($"{context.Request.Scheme}://{context.Request.Host}");
        return new RazorComponentResult<ShareLinkPage>(new { Event = eventName, Link = new Uri(gallery, links.AddressOf(eventName, end)), End = end });
    }

    private static async Task<IResult> ShowAsync(
        string? path, string? ends, string? sig, bool? download, HttpContext context, ShareLinks links, SignInAttempts attempts, TrashBin trash, SightingStore sightings, ClipStore clips,
        EventReader reader, SightingOptions options, CancellationToken cancellationToken)
    {
        if (!attempts.MayTry(context))
        {
            return Message("Too many wrong links", "Wait a minute, then try again.", StatusCodes.Status429TooManyRequests);
        }

        var eventName = EventOf(path);
        var answer = eventName is null ? ShareAnswer.Wrong : links.Check(eventName, ends, sig);
        if (answer == ShareAnswer.Wrong)
        {
            attempts.Failed(context);
        }

        if (answer != ShareAnswer.Good || await trash.FindAsync(eventName!, cancellationToken) is not null)
        {
            return answer == ShareAnswer.Wrong
                ? Message("This link is not whole", "Ask for it again: some of it may have been lost on the way.", StatusCodes.Status403Forbidden)
                : Message("This link is over", "It was good for some time only, or what it showed was deleted.", StatusCodes.Status410Gone);
        }

        if (!EventName.TryParse(path, out _))
        {
            return options.HideRestInPreviews && !MediaEndpoints.IsPreview(path!)
                ? Message("Not shown", "Of this event, only previews are shared.", StatusCodes.Status403Forbidden)
                : await MediaEndpoints.AnswerAsync(context, sightings, clips, path!, download == true, Caching);
        }

        return await reader.EventAsync(eventName!, page: 1, MaxPictures, check: false, cancellationToken) is { } whole
            ? new RazorComponentResult<SharedEventPage>(new { Event = whole, Ticket = $"ends={ends}&sig={sig}", Originals = !options.HideRestInPreviews })
            : Message("This link is over", "What it showed was deleted.", StatusCodes.Status410Gone);
    }

    // The event itself, or a picture of it.
    private static EventName? EventOf(string? path) =>
        EventName.TryParse(path, out var whole) ? whole
        : path?.LastIndexOf('/') is > 0 and var slash && EventName.TryParse(path[..slash], out var around) ? around
        : null;

    private static RazorComponentResult<MessagePage> Message(string title, string text, int status) => new(new { Title = title, Text = text, Outside = true }) { StatusCode = status };
}
