using System.IO.Compression;
using System.Security.Cryptography;
using CloudCctv.Analysis.Intake.Zip;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Intake;

/// <summary>A batch whose manifest has been read and whose entries have been checked as far as that goes without unpacking. One user at a time.</summary>
public sealed class OpenBatch : IAsyncDisposable
{
    private readonly Stream content;
    private readonly ZipArchive zip;
    private readonly Dictionary<string, ZipArchiveEntry> entries;
    private readonly ZipRecord? clip;
    private readonly IntakeOptions options;
    private readonly DateTimeOffset now;

    private OpenBatch(Stream content, ZipArchive zip, Dictionary<string, ZipArchiveEntry> entries, ZipRecord? clip, IntakeOptions options, DateTimeOffset now, ManifestEntry manifest)
    {
        (this.content, this.zip, this.entries, this.clip, this.options, this.now) = (content, zip, entries, clip, options, now);
        (Manifest, ManifestSha256) = manifest;
    }

    public BatchManifest Manifest { get; }

    /// <summary>Of the manifest as it is in the zip, lower-case hexadecimal.</summary>
    public string ManifestSha256 { get; }

    /// <param name="batch">The name it came under.</param>
    /// <param name="content">The zip; disposed with the batch, or here if this fails.</param>
    /// <param name="options">What is read at most.</param>
    /// <param name="now">What times are held against.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="BatchRejectedException">It is not a batch.</exception>
    internal static async Task<OpenBatch> ReadAsync(BatchName batch, Stream content, IntakeOptions options, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            RequirePlausible(batch, options.Limits, now);
            var records = ZipDirectory.Read(content, batch.IsClip, options.Limits);
            content.Position = 0;
            var zip = await ZipArchive.CreateAsync(content, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            var entries = zip.Entries.ToDictionary(entry => entry.FullName, StringComparer.Ordinal);
            var clip = records.Select(record => (ZipRecord?)record).FirstOrDefault(record => record?.Name == ClipRecord.EntryName);
            return new OpenBatch(content, zip, entries, clip, options, now, await ManifestEntry.ReadAsync(entries, batch, options.Limits, cancellationToken));
        }
        catch (InvalidDataException exception)
        {
            await content.DisposeAsync();
            throw new BatchRejectedException(BatchFault.NotAZip, $"Zip is damaged: {exception.Message}", exception);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <summary>Unpacks one frame and checks it against the manifest.</summary>
    /// <returns>The frame, which the caller disposes before it asks for the next.</returns>
    /// <exception cref="FrameRejectedException">It is missing, damaged, not what the manifest says, or no JPEG.</exception>
    public async Task<BatchFrame> ReadFrameAsync(FrameRecord record, CancellationToken cancellationToken)
    {
        if (BatchTimes.Fault(record.Time, now, options.Limits) is { } fault)
        {
            throw new FrameRejectedException(BatchFault.FrameTime, $"Frame '{record.Name}' was taken at {fault}.");
        }

        var jpeg = await UnpackAsync(record, cancellationToken);
        try
        {
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(jpeg.Span));
            return sha256 == record.Sha256
                ? new BatchFrame(record, jpeg, ReadHeader(record, jpeg.Span))
                : throw new FrameRejectedException(BatchFault.FrameHash, $"Frame '{record.Name}' has SHA-256 {sha256}; the manifest says {record.Sha256}.");
        }
        catch
        {
            jpeg.Dispose();
            throw;
        }
    }

    /// <summary>The clip of a batch that holds one, checked from end to end: it is what the manifest says, and an MP4 as far as that shows without decoding.</summary>
    /// <returns>At position 0, seekable, read where it lies; good for as long as this batch is open.</returns>
    /// <exception cref="BatchRejectedException">It is missing, damaged, not what the manifest says, or no MP4.</exception>
    public Task<Stream> OpenClipAsync(CancellationToken cancellationToken) => Manifest.Clip is { } told
        ? ClipEntry.OpenAsync(content, clip, told, cancellationToken)
        : throw new InvalidOperationException("This batch holds frames.");

    public async ValueTask DisposeAsync()
    {
        await zip.DisposeAsync();
        await content.DisposeAsync();
    }

    // Event and batch have one time, in the name and, checked against it, in the manifest.
    private static void RequirePlausible(BatchName batch, BatchLimits limits, DateTimeOffset now)
    {
        if (BatchTimes.Fault(batch.Event.Start, now, limits) is { } fault)
        {
            throw new BatchRejectedException(BatchFault.BatchTime, $"The event began at {fault}.");
        }
    }

    private async Task<PooledBytes> UnpackAsync(FrameRecord record, CancellationToken cancellationToken)
    {
        if (!entries.TryGetValue(record.Name, out var entry))
        {
            throw new FrameRejectedException(BatchFault.FrameMissing, $"Frame '{record.Name}' is in the manifest and not in the zip.");
        }

        if (entry.Length != record.Bytes)
        {
            throw new FrameRejectedException(BatchFault.FrameLength, $"Frame '{record.Name}' has {entry.Length} bytes; the manifest says {record.Bytes}.");
        }

        try
        {
            return await EntryReader.ReadAsync(entry, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new FrameRejectedException(BatchFault.FrameUnreadable, $"Frame '{record.Name}' cannot be unpacked: {exception.Message}", exception);
        }
    }

    private JpegHeader ReadHeader(FrameRecord record, ReadOnlySpan<byte> jpeg)
    {
        // One for each frame: after a header that breaks off, libjpeg-turbo takes the next picture for its continuation.
        using var decoder = new JpegDecoder(options.FrameLimits);
        try
        {
            return decoder.ReadHeader(jpeg);
        }
        catch (JpegException exception)
        {
            throw FrameRejectedException.For(record.Name, exception);
        }
    }
}
