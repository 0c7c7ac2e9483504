using System.Numerics;
using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Motion;

/// <summary>Shrinks a plane to a quarter of its sides by the mean of 4 × 4 pixels, rounded to nearest.</summary>
public static class QuarterScale
{
    private const int Side = 4;

    /// <param name="plane">Width × height bytes, rows without padding.</param>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    /// <param name="shrunk">At least ⌈width / 4⌉ × ⌈height / 4⌉ bytes.</param>
    public static void Shrink(ReadOnlySpan<byte> plane, int width, int height, Span<byte> shrunk) => Shrink(plane, width, width, height, shrunk);

    /// <param name="plane">Height rows of <paramref name="stride"/> bytes.</param>
    /// <param name="stride">From one row to the next, at least <paramref name="width"/>.</param>
    /// <param name="width">Pixels, at least 1.</param>
    /// <param name="height">Pixels, at least 1.</param>
    /// <param name="shrunk">At least ⌈width / 4⌉ × ⌈height / 4⌉ bytes.</param>
    public static void Shrink(ReadOnlySpan<byte> plane, int stride, int width, int height, Span<byte> shrunk)
    {
        int outWidth = (width + Side - 1) / Side, outHeight = (height + Side - 1) / Side;
        for (var y = 0; y < outHeight; y++)
        {
            var target = shrunk.Slice(y * outWidth, outWidth);
            var done = (y * Side) + Side <= height ? ShrinkRows(plane[(y * Side * stride)..], stride, width, target) : 0;
            for (var x = done; x < outWidth; x++)
            {
                target[x] = Mean(plane, stride, width, height, x * Side, y * Side);
            }
        }
    }

    /// <returns>How many means were made: those of whole vectors.</returns>
    private static int ShrinkRows(ReadOnlySpan<byte> rows, int stride, int width, Span<byte> target)
    {
        ReadOnlySpan<byte> r0 = rows[..width], r1 = rows.Slice(stride, width), r2 = rows.Slice(2 * stride, width), r3 = rows.Slice(3 * stride, width);
        var step = Vector<byte>.Count;
        var vectors = width / step;
        var i = 0;
        // Four times a quarter of a vector of bytes fills one.
        for (; i + Side <= vectors; i += Side)
        {
            var first = Vector.Narrow(Means(r0, r1, r2, r3, i * step), Means(r0, r1, r2, r3, (i + 1) * step));
            var second = Vector.Narrow(Means(r0, r1, r2, r3, (i + 2) * step), Means(r0, r1, r2, r3, (i + 3) * step));
            Vector.Narrow(first, second).CopyTo(target[(i * step / Side)..]);
        }

        for (; i < vectors; i++)
        {
            var means = Means(r0, r1, r2, r3, i * step);
            for (var lane = 0; lane < Vector<uint>.Count; lane++)
            {
                target[(i * step / Side) + lane] = (byte)means[lane];
            }
        }

        return vectors * step / Side;
    }

    // Lanes of 32 bits hold four neighbours each: add the rows in 16 bits, then the two halves.
    private static Vector<uint> Means(ReadOnlySpan<byte> r0, ReadOnlySpan<byte> r1, ReadOnlySpan<byte> r2, ReadOnlySpan<byte> r3, int at)
    {
        var lanes = Vector.AsVectorUInt32(Pairs(r0[at..]) + Pairs(r1[at..]) + Pairs(r2[at..]) + Pairs(r3[at..]));
        return ((lanes & new Vector<uint>(0xFFFF)) + (lanes >>> 16) + new Vector<uint>(8)) >>> 4;
    }

    // Sums of bytes 2k and 2k+1, in 16 bits.
    private static Vector<ushort> Pairs(ReadOnlySpan<byte> row)
    {
        var bytes = Vector.AsVectorUInt16(MemoryMarshal.Read<Vector<byte>>(row));
        return (bytes & new Vector<ushort>(0xFF)) + (bytes >>> 8);
    }

    private static byte Mean(ReadOnlySpan<byte> plane, int stride, int width, int height, int left, int top)
    {
        int right = Math.Min(left + Side, width), bottom = Math.Min(top + Side, height), sum = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                sum += plane[(y * stride) + x];
            }
        }

        var count = (right - left) * (bottom - top);
        return (byte)((sum + (count / 2)) / count);
    }
}
