using System.Globalization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Gallery.Days;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Counts;

/// <summary>What a page of counts shows: a day by hours, or a month by days.</summary>
/// <param name="First">The day, or the first of the month.</param>
/// <param name="ByMonth">True for a month.</param>
/// <param name="Camera">The only one to show; null for all.</param>
/// <param name="Crossings">Of that time, in order.</param>
public sealed record CountView(DateOnly First, bool ByMonth, CameraName? Camera, IReadOnlyList<SeenCrossing> Crossings)
{
    public DateOnly Last => ByMonth ? First.AddMonths(1).AddDays(-1) : First;

    public DateOnly Previous => ByMonth ? First.AddMonths(-1) : First.AddDays(-1);

    public DateOnly Next => ByMonth ? First.AddMonths(1) : First.AddDays(1);

    public static CountView Empty(DateOnly day, bool byMonth, CameraName? camera) => new(byMonth ? new DateOnly(day.Year, day.Month, 1) : day, byMonth, camera, []);

    /// <summary>Where counts of another time are.</summary>
    public string AddressOf(DateOnly day, bool byMonth) => string.Create(
        CultureInfo.InvariantCulture, $"{CountEndpoints.Path}?{(byMonth ? $"month={day:yyyy-MM}" : $"day={day:yyyy-MM-dd}")}{(Camera is { } camera ? $"&camera={camera}" : "")}");

    public string CsvAddress => string.Create(
        CultureInfo.InvariantCulture, $"{CountEndpoints.CsvPath}?from={First:yyyy-MM-dd}&to={Last:yyyy-MM-dd}{(Camera is { } camera ? $"&camera={camera}" : "")}");

    /// <summary>By camera and line.</summary>
    internal IReadOnlyList<LineCounts> Lines(GalleryClock clock) =>
    [
        .. Crossings.GroupBy(one => (Camera: CameraName.Of(one.Picture.Event), one.Line))
            .OrderBy(one => one.Key.Camera.ToString(), StringComparer.Ordinal).ThenBy(one => one.Key.Line, StringComparer.Ordinal)
            .Select(one => new LineCounts(one.Key.Camera, one.Key.Line, Bars(one.Key.Camera, [.. one], clock))),
    ];

    private IReadOnlyList<CountBar> Bars(CameraName camera, IReadOnlyList<SeenCrossing> crossings, GalleryClock clock)
    {
        var counted = crossings.ToLookup(one => ByMonth ? clock.DayOf(one.Time).Day - 1 : clock.Local(one.Time).Hour);
        return [.. Enumerable.Range(0, ByMonth ? Last.Day : 24).Select(i => new CountBar(
            ByMonth ? First.AddDays(i).ToString("d MMM", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{i:00}:00"),
            EventsOf(camera, i),
            counted[i].Count(one => one.Direction == CrossingDirection.In),
            counted[i].Count(one => one.Direction == CrossingDirection.Out)))];
    }

    private string EventsOf(CameraName camera, int bar) => ByMonth
        ? (DayFilter.None with { Camera = camera }).On(Addresses.Of(First.AddDays(bar)))
        : (DayFilter.None with { Camera = camera, From = new TimeOnly(bar, 0), To = new TimeOnly(bar, 0).AddHours(1) }).On(Addresses.Of(First));
}

/// <param name="Camera">Whose.</param>
/// <param name="Line">Name of the line.</param>
/// <param name="Bars">One for each hour of the day or day of the month.</param>
public sealed record LineCounts(CameraName Camera, string Line, IReadOnlyList<CountBar> Bars)
{
    public int In => Bars.Sum(bar => bar.In);

    public int Out => Bars.Sum(bar => bar.Out);
}

/// <param name="Label">Which hour or day.</param>
/// <param name="Events">Where its events are.</param>
/// <param name="In">How many went in.</param>
/// <param name="Out">How many went out.</param>
public sealed record CountBar(string Label, string Events, int In, int Out);
