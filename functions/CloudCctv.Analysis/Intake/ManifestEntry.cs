using System.IO.Compression;
using System.Security.Cryptography;
using CloudCctv.Analysis.Intake.Zip;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Intake;

/// <param name="Manifest">Checked in every field, and against the names of the other entries.</param>
/// <param name="Sha256">Of its bytes in the zip, lower-case hexadecimal.</param>
internal sealed record ManifestEntry(BatchManifest Manifest, string Sha256)
{
    /// <exception cref="BatchRejectedException">There is none, it is not valid, or the zip holds something that it does not list.</exception>
    public static async Task<ManifestEntry> ReadAsync(IReadOnlyDictionary<string, ZipArchiveEntry> entries, BatchName batch, BatchLimits limits, CancellationToken cancellationToken)
    {
        if (!entries.TryGetValue(BatchManifest.EntryName, out var entry))
        {
            throw new BatchRejectedException(BatchFault.ManifestMissing, $"Zip has no entry '{BatchManifest.EntryName}'.");
        }

        var read = await ReadAsync(entry, batch, limits, cancellationToken);
        var listed = read.Manifest.Frames.Select(frame => frame.Name).ToHashSet(StringComparer.Ordinal);
        if (read.Manifest.Clip is not null)
        {
            listed.Add(ClipRecord.EntryName);
        }

        return entries.Keys.FirstOrDefault(name => name != BatchManifest.EntryName && !listed.Contains(name)) is { } unlisted
            ? throw new BatchRejectedException(BatchFault.FrameUnlisted, $"Entry '{unlisted}' is not in the manifest.")
            : read;
    }

    private static async Task<ManifestEntry> ReadAsync(ZipArchiveEntry entry, BatchName batch, BatchLimits limits, CancellationToken cancellationToken)
    {
        try
        {
            using var json = await EntryReader.ReadAsync(entry, cancellationToken);
            return new ManifestEntry(ManifestSerializer.Read(json.Span, batch, limits.MaxManifestDepth), Convert.ToHexStringLower(SHA256.HashData(json.Span)));
        }
        catch (Exception exception) when (exception is ManifestException or InvalidDataException)
        {
            throw new BatchRejectedException(BatchFault.ManifestInvalid, exception is ManifestException ? exception.Message : $"Manifest cannot be unpacked: {exception.Message}", exception);
        }
    }
}
