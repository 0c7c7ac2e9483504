namespace CloudCctv.Uploader.Objects.Comparison;

/// <summary>How the light of a scene has changed: each point is <c>Gain × what it was + Offset</c>, grey levels.</summary>
internal readonly record struct LightFit(double Gain, double Offset)
{
    // One point in nine tells as much of the light as all of them.
    private const int Step = 3;

    private const int Rounds = 6;

    private const double LeastResidual = 4;

    /// <summary>
    /// Least squares over the points that follow the rest: those that are far off (what was taken or left) are put aside, round
    /// by round. Points that are black or white through and through tell nothing.
    /// </summary>
    public static LightFit Between(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int width, int height)
    {
        var pairs = Pairs(before, after, width, height);
        var fit = Median(pairs);
        var residuals = new double[pairs.Count];
        for (var round = 0; round < Rounds && pairs.Count > 0; round++)
        {
            for (var i = 0; i < pairs.Count; i++)
            {
                residuals[i] = Math.Abs(fit.Of(pairs[i].Before) - pairs[i].After);
            }

            var sorted = (double[])residuals.Clone();
            Array.Sort(sorted);
            // 1.4826 makes a standard deviation of the median.
            fit = LeastSquares(pairs, residuals, Math.Max(LeastResidual, 2.5 * 1.4826 * sorted[sorted.Length / 2]), fit);
        }

        return fit;
    }

    /// <summary>The picture in the new light.</summary>
    public void Apply(ReadOnlySpan<byte> picture, Span<byte> lit)
    {
        Span<byte> table = stackalloc byte[256];
        for (var level = 0; level < table.Length; level++)
        {
            table[level] = (byte)Math.Clamp(Math.Round(Of(level)), 0, 255);
        }

        for (var i = 0; i < picture.Length; i++)
        {
            lit[i] = table[picture[i]];
        }
    }

    private double Of(double level) => (Gain * level) + Offset;

    private static List<(byte Before, byte After)> Pairs(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int width, int height)
    {
        var pairs = new List<(byte, byte)>(width * height / (Step * Step));
        for (var y = 0; y < height; y += Step)
        {
            for (var x = 0; x < width; x += Step)
            {
                var at = (y * width) + x;
                if (before[at] is > 3 and < 252 && after[at] is > 3 and < 252)
                {
                    pairs.Add((before[at], after[at]));
                }
            }
        }

        return pairs;
    }

    private static LightFit Median(List<(byte Before, byte After)> pairs)
    {
        if (pairs.Count == 0)
        {
            return new LightFit(1, 0);
        }

        var differences = pairs.Select(pair => pair.After - pair.Before).Order().ToList();
        return new LightFit(1, differences[differences.Count / 2]);
    }

    private static LightFit LeastSquares(List<(byte Before, byte After)> pairs, double[] residuals, double most, LightFit fallback)
    {
        double count = 0, sumX = 0, sumY = 0, sumXx = 0, sumXy = 0;
        for (var i = 0; i < pairs.Count; i++)
        {
            if (residuals[i] <= most)
            {
                var (x, y) = ((double)pairs[i].Before, (double)pairs[i].After);
                (count, sumX, sumY, sumXx, sumXy) = (count + 1, sumX + x, sumY + y, sumXx + (x * x), sumXy + (x * y));
            }
        }

        var spread = (count * sumXx) - (sumX * sumX);
        // All of one brightness: only the offset can be told.
        if (count < 10 || spread < count * count)
        {
            return count < 10 ? fallback : new LightFit(1, (sumY - sumX) / count);
        }

        var gain = Math.Clamp(((count * sumXy) - (sumX * sumY)) / spread, 0.2, 5);
        return new LightFit(gain, (sumY - (gain * sumX)) / count);
    }
}
