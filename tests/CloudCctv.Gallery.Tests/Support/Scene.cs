using System.Security.Cryptography;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Lines;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Gallery.Tests.Support;

/// <summary>Puts events into a gallery's store, as the worker would: real JPEGs, previews and sidecars.</summary>
internal static class Scene
{
    public const int Width = 160;
    public const int Height = 120;

    public static readonly DateTimeOffset Evening = new(2026, 11, 20, 18, 3, 12, 345, TimeSpan.Zero);

    private static int colour;

    public static EventName Event(string id = "4k7x9m2q", string camera = "gate", string site = "farm", DateTimeOffset? start = null) =>
        new(site, camera, start ?? Evening, id);

    /// <summary>Saves pictures, one second apart.</summary>
    /// <param name="server">Whose store.</param>
    /// <param name="eventName">Which event.</param>
    /// <param name="people">For each picture, how many people are in it.</param>
    public static async Task<IReadOnlyList<Sighting>> AddAsync(GalleryServer server, EventName eventName, params int[] people)
    {
        var saved = new List<Sighting>();
        for (var i = 0; i < people.Length; i++)
        {
            var seen = Enumerable.Range(0, people[i]).Select(one => new SeenObject("person", 0.9 - (0.1 * one), new Box(0.1 * one, 0.2, (0.1 * one) + 0.1, 0.6)));
            saved.Add(await AddAsync(server, Make(eventName, i + 1) with { Detections = [.. seen] }));
        }

        return saved;
    }

    /// <summary>Saves one, with a picture of its own.</summary>
    public static Task<Sighting> AddAsync(GalleryServer server, Sighting sighting) => AddAsync(server, sighting, Jpeg());

    /// <summary>Saves one with a given picture.</summary>
    public static async Task<Sighting> AddAsync(GalleryServer server, Sighting sighting, byte[] jpeg)
    {
        using var painter = new PreviewPainter();
        using var preview = painter.Paint(jpeg, sighting.Detections.Select(one => one.Box));
        var saved = sighting with { PictureSha256 = Convert.ToHexStringLower(SHA256.HashData(jpeg)) };
        await server.Sightings.SaveAsync(saved, jpeg, preview.Memory, TestContext.Current.CancellationToken);
        await server.Index.RefreshAsync(saved.Event, [saved], TestContext.Current.CancellationToken);
        await server.Newest.AdvanceAsync(saved, TestContext.Current.CancellationToken);
        return saved;
    }

    public static Sighting Make(EventName eventName, int number = 1)
    {
        var time = eventName.Start.AddSeconds(number - 1);
        return new Sighting
        {
            Event = eventName,
            Frame = new FrameName(number, time),
            Time = time,
            Width = Width,
            Height = Height,
            Detections = [new SeenObject("person", 0.87, new Box(0.1, 0.2, 0.4, 0.9))],
            Model = new SightingModel("test-model", new string('a', 64)),
            Motion = new SightingMotion(0.12, null, ["drive"]),
            PictureSha256 = new string('0', 64),
            ManifestSha256 = new string('b', 64),
            Batch = new BatchName(eventName, 1),
            Device = "pi-4",
        };
    }

    /// <summary>Saves a picture in which somebody crosses the line "door", once or twice.</summary>
    public static Task<Sighting> CrossAsync(GalleryServer server, string id, DateTimeOffset start, CrossingDirection first, CrossingDirection? second = null, string camera = "gate")
    {
        var box = new Box(0.1, 0.2, 0.4, 0.9);
        var crossings = new[] { first, second }.OfType<CrossingDirection>().Select(direction => new LineCrossing("door", direction, "person", box));
        return AddAsync(server, Make(Event(id, camera, start: start)) with { Crossings = [.. crossings] });
    }

    // Each of another colour, so that no two are equal.
    private static byte[] Jpeg()
    {
        var pixels = new byte[Width * Height * 3];
        Array.Fill(pixels, (byte)(Interlocked.Add(ref colour, 3) % 256));
        using var encoder = new JpegEncoder();
        using var jpeg = encoder.EncodeRgb(pixels, Width, Height, 90);
        return jpeg.Span.ToArray();
    }
}
