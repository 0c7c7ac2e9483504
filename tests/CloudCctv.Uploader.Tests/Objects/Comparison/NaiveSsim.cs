namespace CloudCctv.Uploader.Tests.Objects.Comparison;

/// <summary>Structural similarity as the paper writes it: for each point its whole window, in doubles.</summary>
internal static class NaiveSsim
{
    private const int Radius = 5;

    public static double[] Map(byte[] a, byte[] b, int width, int height)
    {
        var map = new double[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                map[(y * width) + x] = At(a, b, width, height, x, y);
            }
        }

        return map;
    }

    private static double At(byte[] a, byte[] b, int width, int height, int x, int y)
    {
        double weights = 0, meanA = 0, meanB = 0;
        ForEach((weight, i) => (weights, meanA, meanB) = (weights + weight, meanA + (weight * a[i]), meanB + (weight * b[i])));
        (meanA, meanB) = (meanA / weights, meanB / weights);
        double varianceA = 0, varianceB = 0, covariance = 0;
        ForEach((weight, i) =>
        {
            varianceA += weight / weights * (a[i] - meanA) * (a[i] - meanA);
            varianceB += weight / weights * (b[i] - meanB) * (b[i] - meanB);
            covariance += weight / weights * (a[i] - meanA) * (b[i] - meanB);
        });
        var (c1, c2) = (Math.Pow(0.01 * 255, 2), Math.Pow(0.03 * 255, 2));
        return ((2 * meanA * meanB) + c1) * ((2 * covariance) + c2) / (((meanA * meanA) + (meanB * meanB) + c1) * (varianceA + varianceB + c2));

        void ForEach(Action<double, int> take)
        {
            for (var dy = -Radius; dy <= Radius; dy++)
            {
                for (var dx = -Radius; dx <= Radius; dx++)
                {
                    take(Math.Exp(-((dx * dx) + (dy * dy)) / (2 * 1.5 * 1.5)), (Mirrored(y + dy, height) * width) + Mirrored(x + dx, width));
                }
            }
        }
    }

    private static int Mirrored(int at, int length)
    {
        while (at < 0 || at >= length)
        {
            at = at < 0 ? -1 - at : (2 * length) - 1 - at;
        }

        return at;
    }
}
