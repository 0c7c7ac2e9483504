using System.Numerics;

namespace CloudCctv.Detection.Faces.Lbph;

/// <summary>
/// Local binary pattern histograms: the face in 8 × 8 cells, of each how often every pattern is in it, compared by chi-square
/// over all cells. Needs no model and no training. Thread-safe.
/// </summary>
/// <param name="maxDistance">Chi-square distance up to which two faces are the same person's, above 0. Each of the 64 cells adds up to 4.</param>
public sealed class LbphDescriber(double maxDistance = LbphDescriber.UsualMaxDistance) : IFaceDescriber
{
    public const double UsualMaxDistance = 100;

    internal const int Grid = 8;

    private const int Patterns = 256;
    private const int Side = 100;
    private const int CellPixels = (Side - 2) / Grid;

    public string Method => "lbph-r1-n8-g8-s100";

    public int SidePixels => Side;

    public double SameFrom => 0.5;

    public byte[] Describe(ReadOnlySpan<byte> rgb)
    {
        var luma = new byte[Side * Side];
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = (byte)(((rgb[i * 3] * 77) + (rgb[(i * 3) + 1] * 150) + (rgb[(i * 3) + 2] * 29) + 128) >> 8);
        }

        return Histograms(luma);
    }

    /// <returns>1 at distance 0, ½ at the largest that counts as the same, 0 at twice that.</returns>
    public double Likeness(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Math.Clamp(1 - (Distance(a, b) / (2 * maxDistance)), 0, 1);

    public void Dispose()
    {
    }

    /// <summary>A byte holds any count: a cell has 144 pixels.</summary>
    internal static byte[] Histograms(ReadOnlySpan<byte> luma)
    {
        const int Codes = Side - 2;
        Span<byte> codes = new byte[Codes * Codes];
        LocalBinaryPatterns.Codes(luma, Side, codes);
        var histograms = new byte[Grid * Grid * Patterns];
        for (var y = 0; y < Grid * CellPixels; y++)
        {
            for (var x = 0; x < Grid * CellPixels; x++)
            {
                var cell = (y / CellPixels * Grid) + (x / CellPixels);
                histograms[(cell * Patterns) + codes[(y * Codes) + x]]++;
            }
        }

        return histograms;
    }

    /// <summary>2 Σ (a − b)² / (a + b) over shares of the cells' pixels.</summary>
    internal static double Distance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(a[i..]), out var lowerA, out var upperA);
            Vector.Widen(new Vector<byte>(b[i..]), out var lowerB, out var upperB);
            sum += Terms(lowerA, lowerB) + Terms(upperA, upperB);
        }

        var total = (double)Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            float difference = a[i] - b[i], both = a[i] + b[i];
            total += both == 0 ? 0 : difference * difference / both;
        }

        return 2 * total / (CellPixels * CellPixels);
    }

    private static Vector<float> Terms(Vector<ushort> a, Vector<ushort> b)
    {
        Vector.Widen(a, out var lowerA, out var upperA);
        Vector.Widen(b, out var lowerB, out var upperB);
        return Term(lowerA, lowerB) + Term(upperA, upperB);
    }

    // Counts are whole numbers: where both are 0, dividing by 1 leaves the 0.
    private static Vector<float> Term(Vector<uint> a, Vector<uint> b)
    {
        var (one, other) = (Vector.ConvertToSingle(a.As<uint, int>()), Vector.ConvertToSingle(b.As<uint, int>()));
        return (one - other) * (one - other) / Vector.Max(one + other, Vector<float>.One);
    }
}
