using System.Globalization;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Days;

internal static class DayEndpoints
{
    private const int PageSize = 48;

    public static void MapDays(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/", NewestAsync).ForViewers();
        endpoints.MapGet("/days/{day}", DayAsync).ForViewers();
    }

    private static async Task<IResult> NewestAsync(HttpContext context, DayBook book, EventSummaries summaries, CancellationToken cancellationToken) =>
        await book.NewestAsync(AccessRights.Of(context.User).Sees, cancellationToken) is { } newest
            ? await PageAsync(context, newest, 1, book, summaries, cancellationToken)
            : new RazorComponentResult<NothingYetPage>();

    private static async Task<IResult> DayAsync(HttpContext context, string day, int? page, DayBook book, EventSummaries summaries, CancellationToken cancellationToken) =>
        DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? await PageAsync(context, date, page ?? 1, book, summaries, cancellationToken)
            : GalleryEndpoints.NotFoundPage();

    private static async Task<IResult> PageAsync(HttpContext context, DateOnly day, int page, DayBook book, EventSummaries summaries, CancellationToken cancellationToken)
    {
        var opened = await book.OpenAsync(day, AccessRights.Of(context.User).Sees, cancellationToken);
        var paging = Paging.For(opened.Events.Count, PageSize, page);
        var shown = await summaries.ReadAsync([.. opened.Events.Skip(paging.Skip).Take(PageSize)], cancellationToken);
        return new RazorComponentResult<DayPage>(new { Day = opened, Shown = shown, Paging = paging });
    }
}
