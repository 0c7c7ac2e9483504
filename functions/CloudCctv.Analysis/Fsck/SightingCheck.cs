using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sweep;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Fsck;

/// <summary>Sightings: each has picture, preview and sidecar, and the picture is the one that the sidecar describes. Reads every picture, and passes clips on.</summary>
internal sealed class SightingCheck(IObjectStore store, SightingStore sightings, ClipCheck clips, SightingOptions painting, SweepOptions options, TimeProvider time) : IStoreCheck
{
    public async IAsyncEnumerable<Finding> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var parts = new List<ObjectProperties>();
        await foreach (var found in store.ListAsync(SightingName.Prefix, cancellationToken))
        {
            // The three objects of a sighting follow each other in the order of names.
            if (parts.Count > 0 && StemOf(parts[0]) != StemOf(found))
            {
                if (await LookAsync(parts, cancellationToken) is { } finding)
                {
                    yield return finding;
                }

                parts.Clear();
            }

            parts.Add(found);
        }

        if (parts.Count > 0 && await LookAsync(parts, cancellationToken) is { } last)
        {
            yield return last;
        }
    }

    public async Task RepairAsync(Finding finding, CancellationToken cancellationToken)
    {
        var name = NameOf(finding.Name[..^SightingName.SidecarSuffix.Length])!;
        if (await sightings.ReadAsync(name, cancellationToken) is { } sighting && await ReadAsync(name.Picture, cancellationToken) is { } jpeg)
        {
            using var painter = new PreviewPainter(hideRest: painting.HideRestInPreviews);
            using var preview = painter.Paint(jpeg, sighting.Detections.Select(seen => seen.Box));
            await store.PutAsync(name.Preview, preview.Memory, cancellationToken);
        }
    }

    private async Task<Finding?> LookAsync(List<ObjectProperties> parts, CancellationToken cancellationToken)
    {
        // Pictures are saved before their sidecar, and clips before their hash: what is young may be on its way.
        if (parts.Any(part => time.GetUtcNow() - part.WrittenAt < options.OlderThan))
        {
            return null;
        }

        if (NameOf(StemOf(parts[0])) is not { } name)
        {
            return await clips.LookAsync(parts, cancellationToken);
        }

        return parts.Any(part => part.Name == name.Sidecar)
            ? await LookAsync(name, parts.Any(part => part.Name == name.Preview), cancellationToken)
            : new Finding(FindingKind.SidecarMissing, parts[0].Name.Value, "A picture without a sidecar; if its batch still waits, a worker will write it.");
    }

    private async Task<Finding?> LookAsync(SightingName name, bool hasPreview, CancellationToken cancellationToken)
    {
        var sidecar = name.Sidecar.Value;
        try
        {
            if (await sightings.ReadAsync(name, cancellationToken) is not { } sighting)
            {
                return null;
            }

            var sha256 = await HashAsync(name, cancellationToken);
            return sha256 is null ? new Finding(FindingKind.PictureMissing, sidecar, "Its picture is not there.")
                : sha256 != sighting.PictureSha256 ? new Finding(FindingKind.PictureDiffers, sidecar, $"Its picture has SHA-256 {sha256}; the sidecar says {sighting.PictureSha256}.")
                : !hasPreview ? new Finding(FindingKind.PreviewMissing, sidecar, "Its preview is not there.", "paint it again")
                : null;
        }
        catch (InvalidDataException exception)
        {
            return new Finding(FindingKind.SidecarUnreadable, sidecar, exception.Message);
        }
    }

    private async Task<string?> HashAsync(SightingName name, CancellationToken cancellationToken)
    {
        await using var picture = await sightings.OpenPictureAsync(name, cancellationToken);
        return picture is null ? null : Convert.ToHexStringLower(await SHA256.HashDataAsync(picture.Content, cancellationToken));
    }

    private async Task<byte[]?> ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        await using var found = await store.OpenReadAsync(name, cancellationToken);
        if (found is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await found.Content.CopyToAsync(bytes, cancellationToken);
        return bytes.ToArray();
    }

    private static string StemOf(ObjectProperties part)
    {
        var name = part.Name.Value;
        var dot = name.IndexOf('.', name.LastIndexOf('/') + 1);
        return dot < 0 ? name : name[..dot];
    }

    private static SightingName? NameOf(string stem) => SightingName.TryParse(stem[SightingName.Prefix.Length..], out var name) ? name : null;
}
