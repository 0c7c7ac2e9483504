using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Ranges;

/// <summary>
/// Writes the sightings of a time range into one zip: pictures, previews and sidecars as they are stored, a manifest with the
/// hash of each, and the same hashes as <c>sha256sum -c</c> reads them. Thread-safe.
/// </summary>
public sealed class RangeExport(SightingRange range, SightingStore sightings, TimeProvider time)
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
            using var bytes = new MemoryStream();
            await found.Content.CopyToAsync(bytes, cancellationToken);
            var content = bytes.ToArray();
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
            await WriteAsync(zip, name, content, cancellationToken);
            files.Add(new ExportedFile(name, content.Length, sha256, captured is null ? null : captured == sha256));
        }
    }

    // JPEGs do not become smaller, and a stored entry can be cut out of a damaged zip.
    private static async Task WriteAsync(ZipArchive zip, string name, byte[] content, CancellationToken cancellationToken)
    {
        await using var entry = await zip.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync(cancellationToken);
        await entry.WriteAsync(content, cancellationToken);
    }
}
