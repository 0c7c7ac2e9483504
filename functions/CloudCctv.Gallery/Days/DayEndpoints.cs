using System.Globalization;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Faces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Days;

internal static class DayEndpoints
{
    public static void MapDays(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", NewestAsync).ForViewers();
        endpoints.MapGet("/days/{day}", DayAsync).ForViewers();
    }

    private static async Task<IResult> NewestAsync(HttpContext context, DayReader days, EventFaces faces, TrashBin trash, CancellationToken cancellationToken) =>
        await days.NewestAsync(SeenBy(AccessRights.Of(context.User)), cancellationToken) is { } newest
            ? await PageAsync(context, newest, 1, days, faces, trash, cancellationToken)
            : new RazorComponentResult<NothingYetPage>(new { Looks = !AccessRights.Of(context.User).IsOwner });

    private static async Task<IResult> DayAsync(string day, int? page, HttpContext context, DayReader days, EventFaces faces, TrashBin trash, CancellationToken cancellationToken) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? await PageAsync(context, date, page ?? 1, days, faces, trash, cancellationToken)
            : GalleryEndpoints.NotFoundPage();

    private static async Task<IResult> PageAsync(HttpContext context, DateOnly day, int page, DayReader days, EventFaces faces, TrashBin trash, CancellationToken cancellationToken)
    {
        var rights = AccessRights.Of(context.User);
        var filter = DayFilter.Read(context.Request.Query);

        // Whose face it is concerns the owner alone.
        var showsFaces = rights.IsOwner && faces.IsOn;
        var view = await days.ReadAsync(day, SeenBy(rights), showsFaces ? filter : filter with { Who = null }, page, cancellationToken);
        if (showsFaces)
        {
            view = view with { Faces = await faces.OfAsync([.. view.Shown.Select(one => one.Event)], cancellationToken), People = await faces.NamesAsync(cancellationToken) };
        }

        var deleted = EventName.TryParse(context.Request.Query["deleted"], out var eventName) && rights.Sees(CameraName.Of(eventName)) ? await trash.FindAsync(eventName, cancellationToken) : null;
        return new RazorComponentResult<DayPage>(new { View = view, Deleted = deleted, Looks = !rights.IsOwner });
    }

    private static Func<CameraName, bool>? SeenBy(AccessRights rights) => rights.IsOwner ? null : rights.Sees;
}
