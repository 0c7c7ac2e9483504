using System.Numerics;
using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Motion;

/// <summary>
/// The running average of the scene, and the kernel that compares a new picture with it. One pass over the picture blurs it
/// (3 × 3 binomial), finds the points that differ, counts them per block and lets the average follow, so that each byte is
/// touched while it is in the cache. The naive twin of the kernel lives in the tests.
/// </summary>
/// <param name="width">Of the luma, pixels, at least 1.</param>
/// <param name="height">Of the luma, pixels, at least 1.</param>
internal sealed class Background(int width, int height)
{
    /// <summary>Side of a block, luma pixels.</summary>
    public const int Block = 4;

    // Grey levels in fixed point: 255 × 128 is the largest that fits 16 bits with a sign.
    private const int FractionBits = 7;
    private const int BlurBits = 4;

    private readonly short[] average = new short[width * height];
    private readonly ushort[] columns = new ushort[width + 2];
    private readonly ushort[] changedInColumn = new ushort[width];

    public int BlocksWide { get; } = (width + Block - 1) / Block;

    public int BlocksHigh { get; } = (height + Block - 1) / Block;

    /// <summary>Compares a picture with the average and moves the average towards it.</summary>
    /// <param name="luma">Width × height bytes.</param>
    /// <param name="threshold">Grey levels above which a point has changed.</param>
    /// <param name="rateShift">The average moves by 2^−shift of the difference; 0 makes the picture the background.</param>
    /// <param name="changed">Receives for each block how many of its points have changed.</param>
    /// <returns>Mean signed difference over the picture, grey levels: far from 0 only if the light changed.</returns>
    public double Compare(ReadOnlySpan<byte> luma, int threshold, int rateShift, Span<byte> changed)
    {
        long sum = 0;
        for (var y = 0; y < height; y++)
        {
            AddColumns(luma, y);
            sum += CompareRow(average.AsSpan(y * width, width), (short)(threshold << FractionBits), rateShift);
            if (y % Block == Block - 1 || y == height - 1)
            {
                CountBlocks(changed.Slice(y / Block * BlocksWide, BlocksWide));
            }
        }

        return (double)sum / (width * height);
    }

    /// <summary>Vertical half of the blur: above + 2 × here + below, with the edge rows and columns repeated.</summary>
    private void AddColumns(ReadOnlySpan<byte> luma, int y)
    {
        var here = luma.Slice(y * width, width);
        var above = luma.Slice(Math.Max(y - 1, 0) * width, width);
        var below = luma.Slice(Math.Min(y + 1, height - 1) * width, width);
        var target = columns.AsSpan(1, width);
        var x = 0;
        for (; x + Vector<byte>.Count <= width; x += Vector<byte>.Count)
        {
            Vector.Widen(MemoryMarshal.Read<Vector<byte>>(above[x..]), out var aboveLow, out var aboveHigh);
            Vector.Widen(MemoryMarshal.Read<Vector<byte>>(here[x..]), out var hereLow, out var hereHigh);
            Vector.Widen(MemoryMarshal.Read<Vector<byte>>(below[x..]), out var belowLow, out var belowHigh);
            (aboveLow + hereLow + hereLow + belowLow).CopyTo(target[x..]);
            (aboveHigh + hereHigh + hereHigh + belowHigh).CopyTo(target[(x + Vector<ushort>.Count)..]);
        }

        for (; x < width; x++)
        {
            target[x] = (ushort)(above[x] + (2 * here[x]) + below[x]);
        }

        columns[0] = columns[1];
        columns[^1] = columns[^2];
    }

    /// <summary>Horizontal half of the blur, the comparison and the update of one row.</summary>
    /// <returns>Sum of the differences, whole grey levels.</returns>
    private int CompareRow(Span<short> row, short threshold, int rateShift)
    {
        var step = Vector<short>.Count;
        var differences = Vector<short>.Zero;
        var x = 0;
        for (; x + step <= width; x += step)
        {
            var sums = new Vector<ushort>(columns, x) + (new Vector<ushort>(columns, x + 1) << 1) + new Vector<ushort>(columns, x + 2);
            var old = new Vector<short>(row[x..]);
            var difference = Vector.AsVectorInt16(sums << (FractionBits - BlurBits)) - old;
            (old + (difference >> rateShift)).CopyTo(row[x..]);
            differences += difference >> FractionBits;
            // A comparison gives −1 where it holds.
            var hits = Vector.AsVectorUInt16(Vector.GreaterThan(Vector.Abs(difference), new Vector<short>(threshold)));
            (new Vector<ushort>(changedInColumn, x) - hits).CopyTo(changedInColumn, x);
        }

        Vector.Widen(differences, out var low, out var high);
        var sum = Vector.Sum(low) + Vector.Sum(high);
        for (; x < width; x++)
        {
            var difference = ((columns[x] + (2 * columns[x + 1]) + columns[x + 2]) << (FractionBits - BlurBits)) - row[x];
            row[x] += (short)(difference >> rateShift);
            sum += difference >> FractionBits;
            changedInColumn[x] += (ushort)(Math.Abs(difference) > threshold ? 1 : 0);
        }

        return sum;
    }

    private void CountBlocks(Span<byte> changed)
    {
        for (var block = 0; block < changed.Length; block++)
        {
            var count = 0;
            for (var x = block * Block; x < Math.Min((block + 1) * Block, width); x++)
            {
                count += changedInColumn[x];
            }

            changed[block] = (byte)count;
        }

        changedInColumn.AsSpan().Clear();
    }
}
