using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// One version of a blob as a stream that can go to any position: read from front to end it is one request, and each leap is
/// another, from there on. Nothing of it is held in memory. Once the blob is replaced or gone, the next leap fails (412, 404).
/// </summary>
internal sealed class BlobContent : Stream
{
    private readonly BlobClient blob;
    private readonly BlobRequestConditions version;
    private Stream? running;
    private long runningAt;
    private long position;

    private BlobContent(BlobClient blob, BlobDownloadStreamingResult first)
    {
        (this.blob, running, Length) = (blob, first.Content, first.Details.ContentLength);
        version = new BlobRequestConditions { IfMatch = first.Details.ETag };
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new IOException("A position before the first byte.");
    }

    /// <exception cref="RequestFailedException">There is no such blob, or it cannot be read.</exception>
    public static async Task<(BlobContent Content, BlobDownloadDetails Details)> OpenAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        BlobDownloadStreamingResult first = await blob.DownloadStreamingAsync(new BlobDownloadOptions(), cancellationToken);
        return (new BlobContent(blob, first), first.Details);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        if (running is null || runningAt != position)
        {
            await StopAsync();
            BlobDownloadStreamingResult next = await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(position), Conditions = version }, cancellationToken);
            (running, runningAt) = (next.Content, position);
        }

        return Advance(await running.ReadAsync(buffer, cancellationToken));
    }

    public override int Read(Span<byte> buffer)
    {
        if (position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        if (running is null || runningAt != position)
        {
            running?.Dispose();
            running = null;
            BlobDownloadStreamingResult next = blob.DownloadStreaming(new BlobDownloadOptions { Range = new HttpRange(position), Conditions = version });
            (running, runningAt) = (next.Content, position);
        }

        return Advance(running.Read(buffer));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => Length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await StopAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            running?.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Advance(int read)
    {
        position += read;
        runningAt += read;
        return read;
    }

    private async ValueTask StopAsync()
    {
        if (running is not null)
        {
            await running.DisposeAsync();
            running = null;
        }
    }
}
