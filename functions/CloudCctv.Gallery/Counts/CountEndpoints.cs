using System.Globalization;
using System.Text;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Layout;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Counts;

/// <summary>Who went in and out: a page with charts, and a table for spreadsheets. Of cameras that somebody may not see nothing is counted.</summary>
internal static class CountEndpoints
{
    public const string Path = "/counts";

    public const string CsvPath = "/counts.csv";

    // Of a table; a year and a day.
    private const int MaxDays = 366;

    public static void MapCounts(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, ShowAsync).ForViewers();
        endpoints.MapGet(CsvPath, ExportAsync).ForViewers();
    }

    // From an address, so it may be anything: what cannot be understood does not choose.
    private static async Task<IResult> ShowAsync(string? camera, string? day, string? month, HttpContext context, CountReader counts, GalleryClock clock, CancellationToken cancellationToken)
    {
        var byMonth = Day(month, "yyyy-MM") is not null;
        var chosen = Day(month, "yyyy-MM") ?? Day(day, "yyyy-MM-dd") ?? clock.Today;
        var view = CountView.Empty(chosen, byMonth, CameraName.TryParse(camera, out var name) ? name : null);
        return IsRefused(view.Camera, context)
            ? Results.Forbid()
            : new RazorComponentResult<CountsPage>(new { View = view with { Crossings = await counts.ReadAsync(view.First, view.Last, Wanted(view.Camera, context), cancellationToken) } });
    }

    // Who writes a program wants to know what is wrong with a question, rather than the answer to another one.
    private static async Task<IResult> ExportAsync(
        string? camera, string? from, string? to, string? by, HttpContext context, CountReader counts, GalleryClock clock, CancellationToken cancellationToken)
    {
        var last = to is null ? clock.Today : Day(to, "yyyy-MM-dd");
        var first = from is null ? last?.AddDays(1 - last.Value.Day) : Day(from, "yyyy-MM-dd");
        CameraName? name = CameraName.TryParse(camera, out var parsed) ? parsed : null;
        var fault = (first, last) switch
        {
            _ when !string.IsNullOrEmpty(camera) && name is null => $"camera '{camera}' must be site/camera.",
            _ when by is not (null or "crossing" or "hour") => $"by '{by}' must be crossing or hour.",
            (null, _) => $"from '{from}' must be a day such as 2026-11-01.",
            (_, null) => $"to '{to}' must be a day such as 2026-11-30.",
            var (a, b) when a > b || b.Value.DayNumber - a.Value.DayNumber >= MaxDays => $"from and to must be 1 to {MaxDays} days, from not after to.",
            _ => null,
        };
        if (fault is not null)
        {
            return Results.Text(fault, "text/plain", Encoding.UTF8, StatusCodes.Status400BadRequest);
        }

        if (IsRefused(name, context))
        {
            return Results.Forbid();
        }

        var crossings = await counts.ReadAsync(first!.Value, last!.Value, Wanted(name, context), cancellationToken);
        var table = by == "hour" ? CountCsv.Hours(crossings, clock) : CountCsv.Crossings(crossings, clock);
        return Results.File(Encoding.UTF8.GetBytes(table), "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"counts-{first:yyyyMMdd}-{last:yyyyMMdd}.csv"));
    }

    private static bool IsRefused(CameraName? camera, HttpContext context) => camera is { } one && !AccessRights.Of(context.User).Sees(one);

    private static Func<CameraName, bool> Wanted(CameraName? camera, HttpContext context)
    {
        var rights = AccessRights.Of(context.User);
        return one => (camera is null || one == camera) && rights.Sees(one);
    }

    private static DateOnly? Day(string? text, string format) =>
        DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1 and < 9999 ? day : null;
}
