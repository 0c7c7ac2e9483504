using System.Buffers;

namespace CloudCctv.Analysis.Intake;

/// <summary>A memory stream of fixed capacity over a pooled buffer, which goes back when the stream is disposed.</summary>
internal sealed class PooledMemoryStream : MemoryStream
{
    private byte[]? rented;

    public PooledMemoryStream(int capacity)
        : this(ArrayPool<byte>.Shared.Rent(capacity), capacity)
    {
    }

    private PooledMemoryStream(byte[] rented, int capacity)
        : base(rented, 0, capacity, writable: true, publiclyVisible: true) => this.rented = rented;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && Interlocked.Exchange(ref rented, null) is { } toReturn)
        {
            ArrayPool<byte>.Shared.Return(toReturn);
        }
    }
}
