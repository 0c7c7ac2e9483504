using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Health.Tamper;

/// <summary>
/// One picture in few numbers: of each of 32 × 24 cells the mean brightness and the mean difference between neighbouring
/// points (its edges), in grey levels. The buffers are its own; <see cref="Read"/> fills them anew. Not thread-safe.
/// </summary>
internal sealed class ViewSample
{
    public const int CellsWide = 32;
    public const int CellsHigh = 24;
    public const int Cells = CellsWide * CellsHigh;

    public float[] Means { get; } = new float[Cells];

    public float[] Edges { get; } = new float[Cells];

    /// <summary>Mean brightness of the whole picture.</summary>
    public double Mean { get; private set; }

    /// <summary>Standard deviation of the brightness of the cells: the contrast that survives blur.</summary>
    public double Spread { get; private set; }

    /// <summary>Mean of all edges.</summary>
    public double Edge { get; private set; }

    /// <summary>Pictures of less than two points per cell tell nothing.</summary>
    public static bool CanRead(Luma luma) => luma.Width >= 2 * CellsWide && luma.Height >= 2 * CellsHigh;

    public void Read(Luma luma)
    {
        var pixels = luma.Pixels.Span;
        for (var row = 0; row < CellsHigh; row++)
        {
            var (top, bottom) = (row * (luma.Height - 1) / CellsHigh, (row + 1) * (luma.Height - 1) / CellsHigh);
            for (var column = 0; column < CellsWide; column++)
            {
                var (left, right) = (column * (luma.Width - 1) / CellsWide, (column + 1) * (luma.Width - 1) / CellsWide);
                var (sum, edges) = Sum(pixels, luma.Width, left, top, right, bottom);
                var points = (float)((right - left) * (bottom - top));
                Means[(row * CellsWide) + column] = sum / points;
                Edges[(row * CellsWide) + column] = edges / points;
            }
        }

        Mean = Means.Average();
        Spread = Deviation(Means);
        Edge = Edges.Average();
    }

    public static double Deviation(float[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static (int Sum, int Edges) Sum(ReadOnlySpan<byte> pixels, int width, int left, int top, int right, int bottom)
    {
        int sum = 0, edges = 0;
        for (var y = top; y < bottom; y++)
        {
            var line = pixels.Slice((y * width) + left, right - left + 1);
            var below = pixels.Slice(((y + 1) * width) + left, right - left);
            for (var x = 0; x < below.Length; x++)
            {
                sum += line[x];
                edges += Math.Abs(line[x] - line[x + 1]) + Math.Abs(line[x] - below[x]);
            }
        }

        return (sum, edges);
    }
}
