using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Faces;
using CloudCctv.Gallery.Layout;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Events;

internal static class EventEndpoints
{
    private const int PageSize = 120;

    private const string InGallery = "in the gallery";

    public static void MapEvents(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/events/{*path}", ShowAsync).ForViewersOfCamera();
        endpoints.MapGet("/delete/{*path}", AskAsync);
        endpoints.MapPost("/delete/{*path}", DeleteAsync).TakesForm();
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string? path, int? page, string? view, bool? check, EventReader reader, EventFaces faces, MannerStore manners, CancellationToken cancellationToken)
    {
        // Whose face it is concerns the owner alone.
        var showsFaces = AccessRights.Of(context.User).IsOwner && faces.IsOn;
        if (EventName.TryParse(path, out var eventName) && await reader.EventAsync(eventName, page ?? 1, PageSize, check == true, cancellationToken) is { } whole)
        {
            await OpenedAsync(context, manners, eventName, cancellationToken);
            return new RazorComponentResult<EventPage>(new
            {
                Event = showsFaces ? whole with { Faces = (await faces.OfAsync([eventName], cancellationToken)).GetValueOrDefault(eventName, FacesSeen.None) } : whole,
            });
        }

        if (SightingName.TryParse(path, out var name) && await reader.PictureAsync(name, cancellationToken) is { } picture)
        {
            await OpenedAsync(context, manners, name.Event, cancellationToken);
            return new RazorComponentResult<PicturePage>(new
            {
                Picture = showsFaces ? picture with { Faces = new FacesOnPicture(await faces.OfAsync(picture.Sighting, cancellationToken), await faces.NamesAsync(cancellationToken)) } : picture,
                Original = view == "original",
            });
        }

        return GalleryEndpoints.NotFoundPage();
    }

    // A viewer gets no alerts, so that a viewer's look answers none.
    private static Task OpenedAsync(HttpContext context, MannerStore manners, EventName eventName, CancellationToken cancellationToken) =>
        AccessRights.Of(context.User).IsOwner ? manners.OpenedAsync(eventName, cancellationToken) : Task.CompletedTask;

    private static async Task<IResult> AskAsync(string? path, SightingCalendar calendar, ClipStore clips, CancellationToken cancellationToken)
    {
        var picture = SightingName.TryParse(path, out var name) ? name : null;
        if (!EventName.TryParse(picture?.Event.ToString() ?? path, out var eventName))
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var pictures = await calendar.SightingsAsync(eventName, cancellationToken);
        return pictures.Count > 0 && (picture is null || pictures.Contains(picture))
            ? new RazorComponentResult<DeletePage>(new
            {
                Event = eventName,
                Picture = picture ?? pictures[0],
                All = picture is null ? pictures.Count : 0,
                HasClip = await clips.FindAsync(eventName, cancellationToken) is not null,
                IsLast = pictures.Count == 1,
            })
            : GalleryEndpoints.NotFoundPage();
    }

    private static async Task<IResult> DeleteAsync(
        string? path, SightingStore sightings, SightingCalendar calendar, FeedbackStore feedback, TrashBin trash, AuditLog audit, GalleryClock clock, CancellationToken cancellationToken)
    {
        if (SightingName.TryParse(path, out var picture))
        {
            await audit.RecordAsync(DeletionCause.ByHand, picture.ToString(), pictures: 1, InGallery, cancellationToken);
            await sightings.DeleteAsync(picture, cancellationToken);
            await feedback.RemoveAsync(picture, cancellationToken);
            var left = await calendar.SightingsAsync(picture.Event, cancellationToken);
            return Results.LocalRedirect(left.Count > 0 ? Addresses.Of(picture.Event) : Addresses.Of(clock.DayOf(picture.Event.Start)));
        }

        if (!EventName.TryParse(path, out var eventName) || (await calendar.SightingsAsync(eventName, cancellationToken)).Count == 0)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        await trash.ThrowAsync(eventName, cancellationToken);
        return Results.LocalRedirect($"{Addresses.Of(clock.DayOf(eventName.Start))}?deleted={eventName}");
    }
}
