using System.Numerics;
using System.Runtime.Intrinsics;

namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>
/// Second questions about the few blocks that have changed, too dear to ask of all: is it more than the tremble of an edge, and
/// is it more than another light on the same surface?
/// </summary>
/// <param name="model">The scene, already compared with the picture.</param>
internal sealed class CloserLook(SceneModel model)
{
    /// <summary>Correlation above which two surfaces are the same one. That of a person with what is behind is near 0.</summary>
    private const double SameSurface = 0.8;

    /// <summary>
    /// Whether enough points of a block differ from every point of the scene next to them. In wind, an edge differs from what was
    /// there and is still like its neighbour.
    /// </summary>
    /// <param name="luma">The picture.</param>
    /// <param name="block">Number of the block.</param>
    /// <param name="threshold">Fixed point.</param>
    /// <param name="points">How many are enough.</param>
    public bool IsUnlikeNeighbours(ReadOnlySpan<byte> luma, int block, int threshold, int points)
    {
        // Most blocks of a person are unlike everything around: asked for all points at once, before each is asked for its own.
        if (PointsUnlikeAll(luma, block, threshold) >= points)
        {
            return true;
        }

        var (top, bottom, left, right) = model.PointsOf(block, margin: 0);
        var missing = points;
        for (var y = top; y < bottom && missing > 0; y++)
        {
            for (var x = left; x < right && missing > 0; x++)
            {
                missing -= IsUnlikeNeighbours(model.Blur.At(luma, x, y), x, y, threshold) ? 1 : 0;
            }
        }

        return missing == 0;
    }

    /// <summary>
    /// Whether a block shows what it always shows, brighter or darker: both pictures are flat there, or they correlate
    /// (normalised cross-correlation, which neither a factor nor a constant changes).
    /// </summary>
    /// <param name="luma">The picture.</param>
    /// <param name="block">Number of the block.</param>
    /// <param name="flat">Standard deviation below which there is nothing to see, fixed point.</param>
    public bool IsOnlyLight(ReadOnlySpan<byte> luma, int block, int flat)
    {
        var (top, bottom, left, right) = model.PointsOf(block, margin: 1);
        long now = 0, before = 0, nowNow = 0, beforeBefore = 0, nowBefore = 0;
        for (var y = top; y < bottom; y++)
        {
            var scene = model.SlowRow(y);
            for (var x = left; x < right; x++)
            {
                long a = model.Blur.At(luma, x, y), b = scene[x];
                now += a;
                before += b;
                nowNow += a * a;
                beforeBefore += b * b;
                nowBefore += a * b;
            }
        }

        double points = (bottom - top) * (right - left);
        var nowVariance = (nowNow - (now * (now / points))) / points;
        var beforeVariance = (beforeBefore - (before * (before / points))) / points;
        var covariance = (nowBefore - (now * (before / points))) / points;
        var limit = (double)flat * flat;
        return (nowVariance < limit && beforeVariance < limit) || covariance > SameSurface * Math.Sqrt(nowVariance * beforeVariance);
    }

    /// <summary>How many points of a block differ from every point of the scene in and around it; 0 if the block lies at the picture's edge.</summary>
    private int PointsUnlikeAll(ReadOnlySpan<byte> luma, int block, int threshold)
    {
        var (top, bottom, left, right) = model.PointsOf(block, margin: 1);
        if (bottom - top < SceneModel.Block + 2 || left + Vector128<short>.Count > model.Width || right - left < SceneModel.Block + 2)
        {
            return 0;
        }

        var (darkest, brightest) = (Vector128.Create(short.MaxValue), Vector128<short>.Zero);
        for (var y = top; y < bottom; y++)
        {
            // Two points more than are next to the block: the answer may only get more careful.
            var scene = Vector128.Create(model.SlowRow(y)[left..]);
            (darkest, brightest) = (Vector128.Min(darkest, scene), Vector128.Max(brightest, scene));
        }

        var low = Vector128.Create((short)(Least(darkest) - threshold));
        var high = Vector128.Create((short)Math.Min(-Least(-brightest) + threshold, short.MaxValue));
        var points = 0;
        for (var y = top + 1; y < bottom - 1; y++)
        {
            var levels = model.Blur.FourAt(luma, left + 1, y);
            points += BitOperations.PopCount((Vector128.GreaterThan(levels, high) | Vector128.LessThan(levels, low)).ExtractMostSignificantBits() & 0xF);
        }

        return points;
    }

    private static short Least(Vector128<short> values)
    {
        values = Vector128.Min(values, Vector128.Shuffle(values, Vector128.Create(4, 5, 6, 7, 0, 1, 2, (short)3)));
        values = Vector128.Min(values, Vector128.Shuffle(values, Vector128.Create(2, 3, 0, 1, 6, 7, 4, (short)5)));
        return Math.Min(values[0], values[1]);
    }

    private bool IsUnlikeNeighbours(int level, int x, int y, int threshold)
    {
        var (darkest, brightest) = Range((Math.Max(y - 1, 0), Math.Min(y + 2, model.Height), Math.Max(x - 1, 0), Math.Min(x + 2, model.Width)));
        return level > brightest + threshold || level < darkest - threshold;
    }

    /// <summary>Least and greatest level of the scene within some points.</summary>
    private (int Darkest, int Brightest) Range((int Top, int Bottom, int Left, int Right) within)
    {
        int darkest = short.MaxValue, brightest = 0;
        for (var y = within.Top; y < within.Bottom; y++)
        {
            foreach (int level in model.SlowRow(y)[within.Left..within.Right])
            {
                darkest = Math.Min(darkest, level);
                brightest = Math.Max(brightest, level);
            }
        }

        return (darkest, brightest);
    }
}
