using System.Globalization;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Alerts.Digests;

/// <summary>What a digest says.</summary>
internal static class DigestWords
{
    private const int MostCameras = 5;

    private const int MostNames = 100;

    /// <param name="gathered">At least two events.</param>
    /// <param name="channel">Who tells it.</param>
    /// <param name="newest">The newest of the events; its picture goes with it.</param>
    /// <param name="zone">Whose clock to use.</param>
    public static Alert Of(GatheredEvents gathered, string channel, Alert newest, TimeZoneInfo zone)
    {
        var events = EventsOf(gathered);
        var span = Span(events[0].Start, events[^1].Start, zone);
        var sites = events.Select(one => one.Site).Distinct(StringComparer.Ordinal).ToList();
        var cameras = events.Select(one => sites.Count == 1 ? one.Camera : $"{one.Site}/{one.Camera}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var place = sites.Count == 1 ? $" ({sites[0]})" : "";
        var notice = new AlertNotice(
            gathered.Key,
            string.Create(CultureInfo.InvariantCulture, $"{events.Count} events while the link was down{place}"),
            $"{span}, {(cameras.Count == 1 ? "camera" : "cameras")} {Listed(cameras)}; the last at",
            GalleryPath.Of(DateOnly.FromDateTime(events[^1].Start.UtcDateTime)),
            new Dictionary<string, string>
            {
                ["count"] = events.Count.ToString(CultureInfo.InvariantCulture),
                ["from"] = events[0].Start.ToString("O", CultureInfo.InvariantCulture),
                ["to"] = events[^1].Start.ToString("O", CultureInfo.InvariantCulture),
                ["cameras"] = string.Join(' ', cameras),
                ["events"] = string.Join(' ', events.TakeLast(MostNames)),
            });
        return newest with { Kind = AlertKind.Digest, Notice = notice, OnlyFor = channel, FaceFrames = null, Revision = 0 };
    }

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<EventName> EventsOf(GatheredEvents gathered) =>
        [.. gathered.Events.Select(key => EventName.TryParse(key, out var name) ? name : null).OfType<EventName>().OrderBy(name => name.Start)];

    private static string Span(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var (first, last) = (TimeZoneInfo.ConvertTime(from, zone), TimeZoneInfo.ConvertTime(to, zone));
        var format = first.Date == last.Date ? "HH:mm" : "yyyy-MM-dd HH:mm";
        return $"{first.ToString(format, CultureInfo.InvariantCulture)} to {last.ToString(format, CultureInfo.InvariantCulture)}";
    }

    private static string Listed(List<string> cameras) => cameras.Count <= MostCameras
        ? string.Join(", ", cameras)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", cameras.Take(MostCameras))} and {cameras.Count - MostCameras} more");
}
