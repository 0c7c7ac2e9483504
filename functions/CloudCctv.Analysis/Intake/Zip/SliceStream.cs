namespace CloudCctv.Analysis.Intake.Zip;

/// <summary>A part of a stream as a stream of its own, which only reads. The two share one position: one of them is used at a time.</summary>
/// <param name="whole">Seekable; not disposed with this.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="length">All of it is there.</param>
internal sealed class SliceStream(Stream whole, long start, long length) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new IOException("A position before the first byte.");
    }

    public override int Read(Span<byte> buffer)
    {
        buffer = buffer[..Most(buffer.Length)];
        whole.Position = start + position;
        return Advance(whole.Read(buffer));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        buffer = buffer[..Most(buffer.Length)];
        whole.Position = start + position;
        return Advance(await whole.ReadAsync(buffer, cancellationToken));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => length,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Most(int wanted) => (int)Math.Clamp(length - position, 0, wanted);

    private int Advance(int read)
    {
        position += read;
        return read;
    }
}
