using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Intake.Zip;

/// <summary>A part of a stream as a stream of its own, which only reads. The two share one position: one of them is used at a time.</summary>
/// <param name="whole">Seekable; not disposed with this.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="length">All of it is there.</param>
internal sealed class SliceStream(Stream whole, long start, long length) : SeekableStream
{
    public override long Length => length;

    public override int Read(Span<byte> buffer)
    {
        whole.Position = start + Position;
        return Advance(whole.Read(buffer[..Most(buffer.Length)]));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        whole.Position = start + Position;
        return Advance(await whole.ReadAsync(buffer[..Most(buffer.Length)], cancellationToken));
    }

    private int Most(int wanted) => (int)Math.Clamp(length - Position, 0, wanted);

    private int Advance(int read)
    {
        Position += read;
        return read;
    }
}
