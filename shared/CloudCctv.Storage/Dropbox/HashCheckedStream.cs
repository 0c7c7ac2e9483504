using CloudCctv.Storage.Dropbox.Wire;

namespace CloudCctv.Storage.Dropbox;

/// <summary>A download that fails at its end, rather than ending, if length or hash are not those that the service named.</summary>
/// <param name="response">Owned.</param>
/// <param name="inner">Its body.</param>
/// <param name="file">What the service says of it.</param>
/// <param name="clock">For reads that get no answer.</param>
internal sealed class HashCheckedStream(HttpResponseMessage response, Stream inner, Metadata file, TimeProvider clock) : Stream
{
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(100);

    private readonly ContentHash hash = new();
    private bool isChecked;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        Look(buffer[..count], isEnd: count == 0 && buffer.Length > 0);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var timer = new DropboxTimer(ReadPatience, clock, cancellationToken);
        var count = await inner.ReadAsync(buffer, timer.Token);
        Look(buffer.Span[..count], isEnd: count == 0 && buffer.Length > 0);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            response.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Look(ReadOnlySpan<byte> read, bool isEnd)
    {
        if (!isEnd)
        {
            hash.Append(read);
            return;
        }

        if (isChecked)
        {
            return;
        }

        isChecked = true;
        if (hash.Bytes != file.Size || hash.Finish() != file.ContentHash)
        {
            throw new IOException($"{hash.Bytes} bytes came, which are not the {file.Size} that the service has");
        }
    }
}
