using System.Numerics;
using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>
/// Two running averages of the scene, and the kernel that compares a new picture with both. The slow one is what the place
/// looks like when nobody is there; the fast one is what it looked like a moment ago. What differs from the slow one is not
/// part of the scene, and what differs from the fast one is moving. One pass over the picture blurs it (3 × 3 binomial),
/// compares, sums up per block and lets both averages follow, so that each byte is touched while it is in the cache. The naive
/// twin of the kernel lives in the tests.
/// </summary>
/// <param name="width">Of the luma, pixels, at least 1.</param>
/// <param name="height">Of the luma, pixels, at least 1.</param>
internal sealed class SceneModel(int width, int height)
{
    /// <summary>Side of a block, luma pixels.</summary>
    public const int Block = 4;

    /// <summary>Levels are kept in fixed point with this many bits behind the point: 255 × 128 is the largest that fits 16 bits with a sign.</summary>
    public const int FractionBits = 7;

    private const int White = 255 << FractionBits;
    private const int BlurBits = PointBlur.Bits;
    private const int SpreadBits = 4;
    private const ushort OneMoving = 1 << 8;
    private const ulong SumOfFour = 0x0001_0001_0001_0001;

    private readonly short[] slow = new short[width * height];
    private readonly short[] fast = new short[width * height];
    private readonly ushort[] columns = new ushort[width + 2];

    // Sums over the rows of a block, per column; padded to whole blocks.
    private readonly ushort[] hitsOfColumn = new ushort[(width + Block - 1) / Block * Block];
    private readonly ushort[] spreadOfColumn = new ushort[(width + Block - 1) / Block * Block];
    private readonly short[] thresholdOfColumn = new short[(width + Block - 1) / Block * Block];

    public int BlocksWide { get; } = (width + Block - 1) / Block;

    public int BlocksHigh { get; } = (height + Block - 1) / Block;

    /// <summary>Single points of a picture, as the comparison sees them.</summary>
    public PointBlur Blur { get; } = new(width, height);

    public int Width => width;

    public int Height => height;

    /// <summary>Levels of a row of the slow average, fixed point.</summary>
    public ReadOnlySpan<short> SlowRow(int y) => slow.AsSpan(y * width, width);

    /// <summary>Compares a picture with both averages and moves them towards it.</summary>
    /// <param name="luma">Width × height bytes.</param>
    /// <param name="thresholds">Per block, fixed point: a point has changed if it differs by more.</param>
    /// <param name="pace">How fast the averages follow.</param>
    /// <param name="blocks">Receives what was found, per block.</param>
    /// <returns>Sum over the points that did not change of their difference from the slow average, in levels rounded to nearest.</returns>
    public int Compare(ReadOnlySpan<byte> luma, ReadOnlySpan<short> thresholds, Pace pace, BlockCounts blocks)
    {
        var drift = 0;
        for (var y = 0; y < height; y++)
        {
            var blockRow = y / Block * BlocksWide;
            if (y % Block == 0)
            {
                Widen(thresholds.Slice(blockRow, BlocksWide));
            }

            AddColumns(luma, y);
            drift += CompareRow(slow.AsSpan(y * width, width), fast.AsSpan(y * width, width), pace);
            if (y % Block == Block - 1 || y == height - 1)
            {
                SumUp(blocks.Hits.AsSpan(blockRow, BlocksWide), blocks.Spread.AsSpan(blockRow, BlocksWide));
            }
        }

        return drift;
    }

    /// <summary>Makes a picture the scene, in both averages.</summary>
    public void Learn(ReadOnlySpan<byte> luma)
    {
        for (var y = 0; y < height; y++)
        {
            AddColumns(luma, y);
            for (int x = 0, at = y * width; x < width; x++, at++)
            {
                fast[at] = slow[at] = (short)((columns[x] + (2 * columns[x + 1]) + columns[x + 2]) << (FractionBits - BlurBits));
            }
        }
    }

    /// <summary>The points of a block and so many around it, as far as the picture goes. Bottom and right are outside.</summary>
    public (int Top, int Bottom, int Left, int Right) PointsOf(int block, int margin)
    {
        var (row, column) = Math.DivRem(block, BlocksWide);
        return (
            Math.Max((row * Block) - margin, 0), Math.Min(((row + 1) * Block) + margin, height),
            Math.Max((column * Block) - margin, 0), Math.Min(((column + 1) * Block) + margin, width));
    }

    /// <summary>Mean of the slow average, grey levels, from every eighth row.</summary>
    public double MeanLevel()
    {
        long sum = 0;
        var rows = 0;
        for (var y = height / 16; y < height; y += 8, rows++)
        {
            foreach (var level in slow.AsSpan(y * width, width))
            {
                sum += level;
            }
        }

        return (double)sum / (1 << FractionBits) / Math.Max(1, rows * width);
    }

    private void Widen(ReadOnlySpan<short> thresholds)
    {
        var lanes = MemoryMarshal.Cast<short, ulong>(thresholdOfColumn.AsSpan());
        for (var block = 0; block < thresholds.Length; block++)
        {
            lanes[block] = (ushort)thresholds[block] * SumOfFour;
        }
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
    private int CompareRow(Span<short> slowRow, Span<short> fastRow, Pace pace)
    {
        var x = 0;
        var drifts = Vector<short>.Zero;
        var light = new Vector<short>(pace.Light);
        var darkest = new Vector<short>(Math.Max((short)-pace.Light, (short)0));
        var brightest = new Vector<short>((short)(White - Math.Max(pace.Light, (short)0)));
        ref var sums = ref columns[0];
        ref var slowStart = ref MemoryMarshal.GetReference(slowRow);
        ref var fastStart = ref MemoryMarshal.GetReference(fastRow);
        for (; x + Vector<short>.Count <= width; x += Vector<short>.Count)
        {
            var middle = Vector.LoadUnsafe(ref sums, (nuint)x + 1);
            var blurred = Vector.LoadUnsafe(ref sums, (nuint)x) + middle + middle + Vector.LoadUnsafe(ref sums, (nuint)x + 2);
            var picture = Vector.AsVectorInt16(blurred << (FractionBits - BlurBits));
            var threshold = Vector.LoadUnsafe(ref thresholdOfColumn[0], (nuint)x);

            var scene = Vector.Max(Vector.Min(Vector.LoadUnsafe(ref slowStart, (nuint)x), brightest), darkest) + light;
            var difference = picture - scene;
            (scene + (difference >> pace.SlowShift)).StoreUnsafe(ref slowStart, (nuint)x);
            var size = Vector.Abs(difference);
            var changed = Vector.GreaterThan(size, threshold);
            drifts += Vector.AndNot((difference + new Vector<short>(1 << (FractionBits - 1))) >> FractionBits, changed);

            var moment = Vector.LoadUnsafe(ref fastStart, (nuint)x);
            var movement = picture - moment;
            (moment + (movement >> pace.FastShift)).StoreUnsafe(ref fastStart, (nuint)x);
            var moving = Vector.GreaterThan(Vector.Abs(movement), threshold);

            // A comparison gives −1 where it holds: taken away, it counts.
            var hits = Vector.AsVectorUInt16(changed) + (Vector.AsVectorUInt16(moving) << 8);
            (Vector.LoadUnsafe(ref hitsOfColumn[0], (nuint)x) - hits).StoreUnsafe(ref hitsOfColumn[0], (nuint)x);
            (Vector.LoadUnsafe(ref spreadOfColumn[0], (nuint)x) + Vector.AsVectorUInt16(size >> SpreadBits)).StoreUnsafe(ref spreadOfColumn[0], (nuint)x);
        }

        Vector.Widen(drifts, out var low, out var high);
        return Vector.Sum(low) + Vector.Sum(high) + CompareRest(slowRow, fastRow, pace, x);
    }

    private int CompareRest(Span<short> slowRow, Span<short> fastRow, Pace pace, int from)
    {
        var drift = 0;
        for (var x = from; x < width; x++)
        {
            var picture = (columns[x] + (2 * columns[x + 1]) + columns[x + 2]) << (FractionBits - BlurBits);
            var scene = Math.Clamp(slowRow[x] + pace.Light, 0, White);
            int difference = picture - scene, movement = picture - fastRow[x];
            slowRow[x] = (short)(scene + (difference >> pace.SlowShift));
            fastRow[x] += (short)(movement >> pace.FastShift);
            var changed = Math.Abs(difference) > thresholdOfColumn[x];
            drift += changed ? 0 : (difference + (1 << (FractionBits - 1))) >> FractionBits;
            hitsOfColumn[x] += (ushort)((changed ? 1 : 0) + (Math.Abs(movement) > thresholdOfColumn[x] ? OneMoving : 0));
            spreadOfColumn[x] += (ushort)(Math.Abs(difference) >> SpreadBits);
        }

        return drift;
    }

    private void SumUp(Span<ushort> hits, Span<ushort> spread)
    {
        ReadOnlySpan<ulong> hitLanes = MemoryMarshal.Cast<ushort, ulong>(hitsOfColumn);
        ReadOnlySpan<ulong> spreadLanes = MemoryMarshal.Cast<ushort, ulong>(spreadOfColumn);
        for (var block = 0; block < hits.Length; block++)
        {
            // Four 16-bit numbers times 1 0001 0001 0001: their sum ends up in the highest of them.
            hits[block] = (ushort)((hitLanes[block] * SumOfFour) >> 48);
            spread[block] = (ushort)((spreadLanes[block] * SumOfFour) >> 48);
        }

        hitsOfColumn.AsSpan().Clear();
        spreadOfColumn.AsSpan().Clear();
    }
}
