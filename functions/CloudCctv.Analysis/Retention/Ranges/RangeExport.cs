using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Ranges;

/// <summary>
/// Writes the sightings of a time range into one zip: pictures, previews and sidecars as they are stored, the clips of events that
/// are wholly in it, a manifest with the hash of each, and the same hashes as <c>sha256sum -c</c> reads them. Thread-safe.
/// </summary>
public sealed class RangeExport(SightingRange range, SightingStore sightings, ClipStore clips, TimeProvider time)
{
    public const string ManifestName = "manifest.json";

    public const string SumsName = "SHA256SUMS";

    /// <param name="wanted">Which.</param>
    /// <param name="target">Gets the zip; needs no seeking.</param>
    /// <param name="cancellationToken">Stops between two files; what is written then is no zip.</param>
    public async Task<ExportManifest> WriteAsync(TimeRange wanted, Stream target, CancellationToken cancellationToken)
    {
        var files = new List<ExportedFile>();
        await using var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true);
        await foreach (var chosen in range.FindAsync(wanted, cancellationToken))
        {
            foreach (var name in chosen.Sightings)
            {
                var captured = await CapturedHashAsync(name, cancellationToken);
                await AddAsync(zip, files, $"{name}.jpg", await sightings.OpenPictureAsync(name, cancellationToken), captured, cancellationToken);
                await AddAsync(zip, files, $"{name}.preview.jpg", await sightings.OpenPreviewAsync(name, cancellationToken), null, cancellationToken);
                await AddAsync(zip, files, $"{name}.json", await sightings.OpenSidecarAsync(name, cancellationToken), null, cancellationToken);
            }

            if (chosen is { IsWhole: true, HasClip: true } && wanted.Holds(chosen.Event.Start))
            {
                await AddAsync(zip, files, $"{chosen.Event}/{ClipRecord.EntryName}", await clips.OpenAsync(chosen.Event, cancellationToken), null, cancellationToken);
                await AddAsync(zip, files, $"{chosen.Event}/{ClipName.SumFile}", await clips.OpenSumAsync(chosen.Event, cancellationToken), null, cancellationToken);
            }
        }

        var manifest = new ExportManifest(ExportManifest.CurrentVersion, time.GetUtcNow(), wanted.From, wanted.To, wanted.Camera?.ToString(), files);
        await WriteAsync(zip, ManifestName, JsonSerializer.SerializeToUtf8Bytes(manifest, ExportJson.Default.ExportManifest), cancellationToken);
        await WriteAsync(zip, SumsName, Encoding.ASCII.GetBytes(string.Concat(files.Select(file => $"{file.Sha256}  {file.Name}\n"))), cancellationToken);
        return manifest;
    }

    // A sidecar that nobody can read is exported too: it vouches for nothing.
    private async Task<string> CapturedHashAsync(SightingName name, CancellationToken cancellationToken)
    {
        try
        {
            return (await sightings.ReadAsync(name, cancellationToken))?.PictureSha256 ?? "";
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    private static async Task AddAsync(ZipArchive zip, List<ExportedFile> files, string name, StoredObject? found, string? captured, CancellationToken cancellationToken)
    {
        if (found is null)
        {
            return;
        }

        await using (found)
        {
            await using var entry = await CreateAsync(zip, name, cancellationToken);
            var (bytes, sha256) = await CopyAsync(found.Content, entry, cancellationToken);
            files.Add(new ExportedFile(name, bytes, sha256, captured is null ? null : captured == sha256));
        }
    }

    // A clip is too long to be held in memory.
    private static async Task<(long Bytes, string Sha256)> CopyAsync(Stream source, Stream target, CancellationToken cancellationToken)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var piece = PooledBytes.Rent(80 << 10);
        var copied = 0L;
        for (int read; (read = await source.ReadAsync(piece.Memory, cancellationToken)) > 0; copied += read)
        {
            sha256.AppendData(piece.Span[..read]);
            await target.WriteAsync(piece.Memory[..read], cancellationToken);
        }

        return (copied, Convert.ToHexStringLower(sha256.GetHashAndReset()));
    }

    private static async Task WriteAsync(ZipArchive zip, string name, byte[] content, CancellationToken cancellationToken)
    {
        await using var entry = await CreateAsync(zip, name, cancellationToken);
        await entry.WriteAsync(content, cancellationToken);
    }

    // Neither JPEGs nor films become smaller, and a stored entry can be cut out of a damaged zip.
    private static Task<Stream> CreateAsync(ZipArchive zip, string name, CancellationToken cancellationToken) =>
        zip.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync(cancellationToken);
}
