using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Alerts;

/// <summary>Turns alerts into what people read. Thread-safe.</summary>
public sealed class AlertMessages(SightingStore sightings, AlertOptions options)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    public async Task<AlertMessage> ComposeAsync(Alert alert, CancellationToken cancellationToken)
    {
        var link = options.GalleryUrl is { } gallery ? new Uri(gallery, alert.Link) : null;
        var faces = await FacesAsync(alert, cancellationToken);
        return new AlertMessage(alert, faces is null ? alert.Text(zone) : $"{alert.Text(zone)}; {faces}", link, await ReadPreviewAsync(alert, cancellationToken));
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
