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

    /// <summary>How many points of a block differ from every point of the scene next to them. In wind, an edge differs from what was there and is still like its neighbour.</summary>
    /// <param name="luma">The picture.</param>
    /// <param name="block">Number of the block.</param>
    /// <param name="threshold">Fixed point.</param>
    public int PointsUnlikeNeighbours(ReadOnlySpan<byte> luma, int block, int threshold)
    {
        var (top, bottom, left, right) = model.PointsOf(block, margin: 0);
        var count = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                count += IsUnlikeNeighbours(model.Blurred(luma, x, y), x, y, threshold) ? 1 : 0;
            }
        }

        return count;
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
            for (var x = left; x < right; x++)
            {
                long a = model.Blurred(luma, x, y), b = model.SlowAt(x, y);
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

    private bool IsUnlikeNeighbours(int level, int x, int y, int threshold)
    {
        int darkest = int.MaxValue, brightest = 0;
        for (var ny = Math.Max(y - 1, 0); ny <= Math.Min(y + 1, model.Height - 1); ny++)
        {
            for (var nx = Math.Max(x - 1, 0); nx <= Math.Min(x + 1, model.Width - 1); nx++)
            {
                int scene = model.SlowAt(nx, ny);
                darkest = Math.Min(darkest, scene);
                brightest = Math.Max(brightest, scene);
            }
        }

        return level > brightest + threshold || level < darkest - threshold;
    }
}
