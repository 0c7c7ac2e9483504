using System.Globalization;
using System.Text.Json;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Benchmarks.Gallery;

/// <summary>
/// A folder store as the gallery sees it after many busy days: every sidecar is there by name, and the index. Pictures are not, and
/// only the sidecars that a page reads have a content; nothing else of a sighting is ever listed or read for these pages.
/// </summary>
internal static class SyntheticStore
{
    public const int SightingsPerDay = EventsPerDay * PicturesPerEvent;

    private const int EventsPerDay = 1_000;
    private const int PicturesPerEvent = 10;
    private const int Cameras = 4;

    private static readonly TimeSpan BetweenEvents = TimeSpan.FromDays(1) / EventsPerDay;

    /// <param name="folder">Of the store.</param>
    /// <param name="newest">The last day.</param>
    /// <param name="days">How many, that one included.</param>
    /// <param name="isOpened">Days that will be looked at.</param>
    public static void Make(string folder, DateOnly newest, int days, Func<DateOnly, bool> isOpened)
    {
        var objects = Path.Combine(folder, "objects");
        Parallel.For(0, days, ago =>
        {
            var day = newest.AddDays(-ago);
            var events = Enumerable.Range(0, EventsPerDay).Select(number => EventOf(day, number)).ToList();
            foreach (var one in events)
            {
                WriteSidecars(objects, one, isOpened(day));
            }

            foreach (var hour in events.GroupBy(one => IndexHour.Of(one.Event)))
            {
                Write(objects, hour.Key.Object, HourFile.Of(hour).ToBytes());
            }
        });
        Write(objects, IndexReach.Object, JsonSerializer.SerializeToUtf8Bytes(new IndexCoverage(DateOnly.MinValue), HourJson.Default.IndexCoverage));
    }

    private static IndexedEvent EventOf(DateOnly day, int number)
    {
        var start = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) + (number * BetweenEvents);
        var name = new EventName("bench", $"cam-{number % Cameras}", start, number.ToString("00000000", CultureInfo.InvariantCulture));
        var seen = new SortedDictionary<string, int> { ["person"] = 1 + (number % 3) };
        return new IndexedEvent(name, [.. Enumerable.Range(1, PicturesPerEvent).Select(i => new IndexedPicture(new FrameName(i, start.AddSeconds(i)), i == 1 ? 0.9 : 0.6, seen))]);
    }

    private static void WriteSidecars(string objects, IndexedEvent one, bool isOpened)
    {
        foreach (var picture in one.Pictures)
        {
            var name = new SightingName(one.Event, picture.Frame);
            var isRead = isOpened && picture.Score > 0.8;
            Write(objects, name.Sidecar, isRead ? JsonSerializer.SerializeToUtf8Bytes(Sidecar(name), SightingJson.Default.Sighting) : []);
        }
    }

    private static void Write(string objects, ObjectName name, byte[] content)
    {
        var path = Path.Combine(objects, name.Value);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    private static Sighting Sidecar(SightingName name) => new()
    {
        Event = name.Event,
        Frame = name.Frame,
        Time = name.Event.Start.AddSeconds(1),
        Width = 1920,
        Height = 1080,
        Detections = [new SeenObject("person", 0.9, new Box(0.1, 0.2, 0.3, 0.8))],
        Model = new SightingModel("bench", new string('a', 64)),
        Motion = new SightingMotion(0.1, null, []),
        PictureSha256 = new string('b', 64),
        ManifestSha256 = new string('c', 64),
        Batch = new BatchName(name.Event, 1),
        Device = "bench",
    };
}
