using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Layout;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Events;

/// <summary>What people do with events and pictures: star them, have them back, say what they think of them.</summary>
internal static class EventForms
{
    public static void MapEventForms(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/star/{*path}", StarAsync).TakesForm();
        endpoints.MapPost("/undo/{*path}", UndoAsync).TakesForm();
        endpoints.MapPost("/feedback/{*path}", SayAsync).TakesForm();
    }

    private static async Task<IResult> StarAsync(string? path, HttpContext context, Starred starred, SightingCalendar calendar, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        if (!EventName.TryParse(path, out var eventName) || (await calendar.SightingsAsync(eventName, cancellationToken)).Count == 0)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        if (form["starred"] == "no")
        {
            await starred.RemoveAsync(eventName, cancellationToken);
        }
        else
        {
            await starred.AddAsync(eventName, cancellationToken);
        }

        return Results.LocalRedirect(Back(form, Addresses.Of(eventName)));
    }

    private static async Task<IResult> UndoAsync(string? path, TrashBin trash, CancellationToken cancellationToken) =>
        EventName.TryParse(path, out var eventName) && await trash.RestoreAsync(eventName, cancellationToken)
            ? Results.LocalRedirect(Addresses.Of(eventName))
            : GalleryEndpoints.NotFoundPage();

    private static async Task<IResult> SayAsync(string? path, HttpContext context, FeedbackStore feedback, SightingCalendar calendar, CancellationToken cancellationToken)
    {
        var form = await context.Request.ReadFormAsync(cancellationToken);
        var picture = SightingName.TryParse(path, out var name) ? name : null;
        if (!EventName.TryParse(picture?.Event.ToString() ?? path, out var eventName))
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var pictures = (await calendar.SightingsAsync(eventName, cancellationToken)).Where(one => picture is null || one == picture).ToList();
        if (pictures.Count == 0)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        Opinion? opinion = (string?)form["opinion"] switch { "not-a-person" => Opinion.NotAPerson, "right" => Opinion.Right, _ => null };
        foreach (var one in pictures)
        {
            await (opinion is { } said ? feedback.SayAsync(one, said, cancellationToken) : feedback.RemoveAsync(one, cancellationToken));
        }

        return Results.LocalRedirect(picture is null ? Addresses.Of(eventName) : Addresses.Of(picture));
    }

    private static string Back(IFormCollection form, string otherwise) => form["back"] is [{ Length: > 0 } back] ? LocalUrl.Or(back) : otherwise;
}
