using CloudCctv.Detection.Preprocessing;

namespace CloudCctv.Detection.Faces.Haar;

/// <summary>
/// Finds faces of every size by making the picture smaller, step by step, until its smaller side is one window. Buffers grow
/// and are kept. One thread at a time.
/// </summary>
internal sealed class CascadeSearch(HaarCascade cascade)
{
    private const double ScaleFactor = 1.1;

    private readonly CascadeScan scan = new(cascade);
    private readonly IntegralImage integral = new();
    private readonly List<(int X, int Y)> corners = [];
    private byte[] shrunk = [];

    /// <summary>Every window that passes; those around one face overlap.</summary>
    /// <param name="luma">Rows without padding.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="minSide">Smallest face, pixels.</param>
    public List<FaceWindow> Find(ReadOnlySpan<byte> luma, int width, int height, int minSide)
    {
        var found = new List<FaceWindow>();
        for (var scale = 1.0; ; scale *= ScaleFactor)
        {
            int windowWidth = Rounded(cascade.Width * scale), windowHeight = Rounded(cascade.Height * scale);
            if (windowWidth > width || windowHeight > height)
            {
                return found;
            }

            if (windowWidth >= minSide && windowHeight >= minSide)
            {
                Scan(luma, width, height, scale);
                found.AddRange(corners.Select(at => new FaceWindow(Rounded(at.X * scale), Rounded(at.Y * scale), windowWidth, windowHeight)));
            }
        }
    }

    // In small pictures a pixel is a large step.
    private void Scan(ReadOnlySpan<byte> luma, int width, int height, double scale)
    {
        int smallWidth = Rounded(width / scale), smallHeight = Rounded(height / scale);
        integral.Fill(Shrink(luma, width, height, smallWidth, smallHeight), smallWidth, smallHeight);
        corners.Clear();
        scan.Run(integral, smallWidth, smallHeight, scale >= 2 ? 1 : 2, corners);
    }

    private ReadOnlySpan<byte> Shrink(ReadOnlySpan<byte> luma, int width, int height, int smallWidth, int smallHeight)
    {
        if (smallWidth == width && smallHeight == height)
        {
            return luma;
        }

        if (shrunk.Length < smallWidth * smallHeight)
        {
            shrunk = new byte[smallWidth * smallHeight];
        }

        var columns = new ResampledAxis(smallWidth, width, (float)width / smallWidth);
        var rows = new ResampledAxis(smallHeight, height, (float)height / smallHeight);
        for (var y = 0; y < smallHeight; y++)
        {
            var upper = luma.Slice(rows.First[y] * width, width);
            var lower = luma.Slice(Math.Min(rows.First[y] + 1, height - 1) * width, width);
            Blend(upper, lower, rows.Weights[y], columns, shrunk.AsSpan(y * smallWidth, smallWidth));
        }

        return shrunk.AsSpan(0, smallWidth * smallHeight);
    }

    private static void Blend(ReadOnlySpan<byte> upper, ReadOnlySpan<byte> lower, int weight, ResampledAxis columns, Span<byte> target)
    {
        const int One = ResampledAxis.One;
        for (var x = 0; x < target.Length; x++)
        {
            int left = columns.First[x], right = Math.Min(left + 1, upper.Length - 1), across = columns.Weights[x];
            var above = (upper[left] * (One - across)) + (upper[right] * across);
            var below = (lower[left] * (One - across)) + (lower[right] * across);
            target[x] = (byte)(((above * (One - weight)) + (below * weight) + (One * One / 2)) / (One * One));
        }
    }

    private static int Rounded(double value) => (int)Math.Round(value);
}
