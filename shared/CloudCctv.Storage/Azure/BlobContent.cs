using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Azure;

/// <summary>
/// One version of a blob as a stream that can go to any position: read from front to end it is one request, and each leap is
/// another, from there on. Nothing of it is held in memory. Once the blob is replaced or gone, the next leap fails (412, 404).
/// </summary>
internal sealed class BlobContent : SeekableStream
{
    private readonly BlobClient blob;
    private readonly BlobRequestConditions version;
    private Stream? running;
    private long runningAt;

    private BlobContent(BlobClient blob, BlobDownloadStreamingResult first)
    {
        (this.blob, running, Length) = (blob, first.Content, first.Details.ContentLength);
        version = new BlobRequestConditions { IfMatch = first.Details.ETag };
    }

    public override long Length { get; }

    /// <exception cref="RequestFailedException">There is no such blob, or it cannot be read.</exception>
    public static async Task<(BlobContent Content, BlobDownloadDetails Details)> OpenAsync(BlobClient blob, CancellationToken cancellationToken)
    {
        BlobDownloadStreamingResult first = await blob.DownloadStreamingAsync(new BlobDownloadOptions(), cancellationToken);
        return (new BlobContent(blob, first), first.Details);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        if (running is null || runningAt != Position)
        {
            await StopAsync();
            BlobDownloadStreamingResult next = await blob.DownloadStreamingAsync(new BlobDownloadOptions { Range = new HttpRange(Position), Conditions = version }, cancellationToken);
            (running, runningAt) = (next.Content, Position);
        }

        return Advance(await running.ReadAsync(buffer, cancellationToken));
    }

    public override int Read(Span<byte> buffer)
    {
        if (Position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        if (running is null || runningAt != Position)
        {
            running?.Dispose();
            running = null;
            BlobDownloadStreamingResult next = blob.DownloadStreaming(new BlobDownloadOptions { Range = new HttpRange(Position), Conditions = version });
            (running, runningAt) = (next.Content, Position);
        }

        return Advance(running.Read(buffer));
    }

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
        Position += read;
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
