using System.Buffers;

namespace CloudCctv.Imaging;

/// <summary>
/// Bytes in a buffer rented from the shared pool, so that frames come and go without work for the collector. One owner at a
/// time; disposing gives the buffer back, after which <see cref="Span"/> throws.
/// </summary>
public sealed class PooledBytes(byte[] rented, int length) : IDisposable
{
    private byte[]? buffer = rented;

    public int Length { get; } = length;

    public Span<byte> Span => Buffer.AsSpan(0, Length);

    public Memory<byte> Memory => Buffer.AsMemory(0, Length);

    private byte[] Buffer => buffer ?? throw new ObjectDisposedException(nameof(PooledBytes));

    /// <summary>Rents a buffer of a given length. Its content is whatever was there before.</summary>
    public static PooledBytes Rent(int length) => new(ArrayPool<byte>.Shared.Rent(length), length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref buffer, null) is { } toReturn)
        {
            ArrayPool<byte>.Shared.Return(toReturn);
        }
    }
}
