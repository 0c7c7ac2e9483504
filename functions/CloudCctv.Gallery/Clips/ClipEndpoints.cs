using CloudCctv.Analysis.Clips;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Days;
using CloudCctv.Gallery.Layout;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Clips;

/// <summary>Asking for the clip of an event. Whoever may see the pictures of a camera may ask for its clips, which they then see, too.</summary>
internal static class ClipEndpoints
{
    public static void MapClips(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/clip/{*path}", ShowAsync).ForViewersOfCamera();
        endpoints.MapPost("/clip-ask/{*path}", AskAsync).ForViewersOfCamera().TakesForm();
        endpoints.MapPost("/clip-cancel/{*path}", CancelAsync).ForViewersOfCamera().TakesForm();
    }

    // A part of a page: an open page takes it in.
    private static async Task<IResult> ShowAsync(string? path, EventSummaries summaries, ClipReader reader, CancellationToken cancellationToken) =>
        await FindAsync(path, summaries, reader, cancellationToken) is { } clip ? new RazorComponentResult<ClipPanel>(new { Clip = clip }) : GalleryEndpoints.NotFoundPage();

    private static async Task<IResult> AskAsync(string? path, EventSummaries summaries, ClipReader reader, ClipWishBook wishes, CancellationToken cancellationToken)
    {
        if (await FindAsync(path, summaries, reader, cancellationToken) is not { } clip)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        if (clip.State == ClipState.OnDevice)
        {
            await wishes.AskAsync(clip.Event, clip.Device, cancellationToken);
        }

        return Results.LocalRedirect(Addresses.Of(clip.Event));
    }

    private static async Task<IResult> CancelAsync(string? path, ClipWishBook wishes, CancellationToken cancellationToken)
    {
        if (!EventName.TryParse(path, out var eventName))
        {
            return GalleryEndpoints.NotFoundPage();
        }

        await wishes.RemoveAsync(eventName, cancellationToken);
        return Results.LocalRedirect(Addresses.Of(eventName));
    }

    private static async Task<ClipOnPage?> FindAsync(string? path, EventSummaries summaries, ClipReader reader, CancellationToken cancellationToken) =>
        EventName.TryParse(path, out var eventName) && await summaries.ReadAsync([eventName], cancellationToken) is [var summary]
            ? await reader.ReadAsync(summary.Best, check: false, cancellationToken)
            : null;
}
