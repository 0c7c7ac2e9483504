using System.Globalization;
using System.Text;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Counts;

/// <summary>Crossings as a table for spreadsheets (RFC 4180).</summary>
internal static class CountCsv
{
    /// <summary>A row for each crossing, in order of time.</summary>
    public static string Crossings(IEnumerable<SeenCrossing> crossings, GalleryClock clock) => Table(
        ["time", "site", "camera", "line", "direction", "event", "picture"],
        crossings.Select(one => new[]
        {
            clock.Local(one.Time).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
            one.Picture.Event.Site, one.Picture.Event.Camera, one.Line, one.Direction.Word(), one.Picture.Event.ToString(), one.Picture.Frame.Stem,
        }));

    /// <summary>A row for each camera, line and hour in which somebody crossed.</summary>
    public static string Hours(IEnumerable<SeenCrossing> crossings, GalleryClock clock) => Table(
        ["hour", "site", "camera", "line", "in", "out"],
        crossings
            .GroupBy(one => (Hour: clock.Local(one.Time).ToString("yyyy-MM-dd'T'HH:00zzz", CultureInfo.InvariantCulture), one.Picture.Event.Site, one.Picture.Event.Camera, one.Line))
            .Select(one => new[]
            {
                one.Key.Hour, one.Key.Site, one.Key.Camera, one.Key.Line,
                Count(one, CrossingDirection.In), Count(one, CrossingDirection.Out),
            }));

    private static string Count(IEnumerable<SeenCrossing> crossings, CrossingDirection direction) =>
        crossings.Count(one => one.Direction == direction).ToString(CultureInfo.InvariantCulture);

    private static string Table(string[] head, IEnumerable<string[]> rows) =>
        rows.Prepend(head).Aggregate(new StringBuilder(), (text, row) => text.AppendJoin(',', row.Select(CsvCell.Of)).Append("\r\n")).ToString();
}
