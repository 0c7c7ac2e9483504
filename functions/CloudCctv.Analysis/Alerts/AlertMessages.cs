using System.Security.Cryptography;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Alerts;

/// <summary>Turns alerts into what people read. Thread-safe.</summary>
public sealed class AlertMessages(SightingStore sightings, SnoozeLinks snoozes, AlertOptions options)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    public async Task<AlertMessage> ComposeAsync(Alert alert, CancellationToken cancellationToken)
    {
        var link = options.GalleryUrl is { } gallery ? new Uri(gallery, alert.Link) : null;
        var faces = await FacesAsync(alert, cancellationToken);
        return new AlertMessage(alert, faces is null ? alert.Text(zone) : $"{alert.Text(zone)}; {faces}", link, await ReadPreviewAsync(alert, cancellationToken))
        {
            Actions = alert.IsOfEvent ? await snoozes.ActionsAsync(alert.Event, cancellationToken) : [],
        };
    }

    /// <summary>What a test of a channel sends: an alert of an event that does not exist, with a grey picture. Each is one of its own.</summary>
    /// <param name="now">UTC.</param>
    public AlertMessage ComposeTest(DateTimeOffset now)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var alert = new Alert
        {
            Event = new EventName("test", "test", now, id),
            BestFrame = new FrameName(1, now),
            Time = now,
            Label = "test",
            Score = 1,
            People = 0,
            Late = false,
        };
        return new AlertMessage(alert, "This is a test: nobody was seen.", options.GalleryUrl, TestPicture()) { IsTest = true };
    }

    private static byte[] TestPicture()
    {
        const int width = 320, height = 240;
        var grey = new byte[width * height * 3];
        grey.AsSpan().Fill(128);
        using var encoder = new JpegEncoder();
        using var picture = encoder.EncodeRgb(grey, width, height, quality: 80);
        return picture.Span.ToArray();
    }

    private async Task<string?> FacesAsync(Alert alert, CancellationToken cancellationToken)
    {
        var seen = new List<SeenFace>();
        foreach (var frame in alert.FaceFrames ?? [])
        {
            seen.AddRange((await sightings.FindFacesAsync(new SightingName(alert.Event, frame), cancellationToken))?.Seen ?? []);
        }

        return FaceWords.Of(seen);
    }

    private async Task<ReadOnlyMemory<byte>> ReadPreviewAsync(Alert alert, CancellationToken cancellationToken)
    {
        await using var preview = await sightings.OpenPreviewAsync(alert.Best, cancellationToken);
        if (preview is null)
        {
            return default;
        }

        using var bytes = new MemoryStream();
        await preview.Content.CopyToAsync(bytes, cancellationToken);
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
