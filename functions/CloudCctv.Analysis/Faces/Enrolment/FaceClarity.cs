namespace CloudCctv.Analysis.Faces.Enrolment;

/// <summary>Whether a face is sharp enough to be known by.</summary>
internal static class FaceClarity
{
    // Variance of the Laplacian of green at 100 pixels. Measured on two portraits: 486 and 567; shrunk to a face of 25 pixels and
    // enlarged again 28 and 21; to one of 12 pixels 7 and 6.
    private const double LeastVariance = 20;

    /// <param name="rgb">side × side, R, G, B.</param>
    /// <param name="side">Pixels.</param>
    public static bool IsBlurred(ReadOnlySpan<byte> rgb, int side) => LaplacianVariance(rgb, side) < LeastVariance;

    /// <summary>Variance of each pixel's difference from its four neighbours (Pech-Pacheco et al. 2000).</summary>
    internal static double LaplacianVariance(ReadOnlySpan<byte> rgb, int side)
    {
        double sum = 0, squares = 0;
        for (var y = 1; y < side - 1; y++)
        {
            for (var x = 1; x < side - 1; x++)
            {
                var at = (((y * side) + x) * 3) + 1;
                double value = rgb[at - 3] + rgb[at + 3] + rgb[at - (3 * side)] + rgb[at + (3 * side)] - (4 * rgb[at]);
                sum += value;
                squares += value * value;
            }
        }

        double count = (side - 2) * (side - 2), mean = sum / count;
        return (squares / count) - (mean * mean);
    }
}
