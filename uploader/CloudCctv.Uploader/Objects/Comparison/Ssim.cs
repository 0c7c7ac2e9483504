using System.Numerics;

namespace CloudCctv.Uploader.Objects.Comparison;

/// <summary>
/// Structural similarity of two grey pictures, point by point: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment",
/// IEEE Transactions on Image Processing 13 (2004), with their Gaussian window of 11 × 11 points (σ 1.5), K1 0.01, K2 0.03.
/// Beyond its rim a picture is mirrored. Buffers are kept from call to call. Not thread-safe.
/// </summary>
/// <param name="width">Of both pictures, points, at least 1.</param>
/// <param name="height">Of both pictures, points, at least 1.</param>
public sealed class Ssim(int width, int height)
{
    /// <summary>Points that the window reaches to each side.</summary>
    public const int Radius = 5;

    private const double Sigma = 1.5;

    private const float C1 = 0.01f * 255 * 0.01f * 255;

    private const float C2 = 0.03f * 255 * 0.03f * 255;

    // Squares of small numbers keep their last digits.
    private const int Centre = 128;

    private static readonly float[] Window = Gauss();

    // Whole vectors, so that no row has a rest.
    private readonly int stride = (width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
    private readonly float[] first = new float[Padded(width) * height];
    private readonly float[] second = new float[Padded(width) * height];

    // The five sums of the window's columns (a, b, a², b², ab), mirrored at both ends.
    private readonly float[][] columns = [.. Enumerable.Range(0, 5).Select(_ => new float[Padded(width) + (2 * Radius)])];
    private readonly float[] row = new float[Padded(width)];

    /// <param name="a">Width × height bytes.</param>
    /// <param name="b">The same.</param>
    /// <param name="map">Gets the similarity of each point, -1 to 1; 1 where the two are alike.</param>
    public void Map(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<float> map)
    {
        Take(a, first);
        Take(b, second);
        for (var y = 0; y < height; y++)
        {
            SumColumns(y);
            foreach (var column in columns)
            {
                Mirror(column);
            }

            Compare();
            row.AsSpan(0, width).CopyTo(map[(y * width)..]);
        }
    }

    /// <summary>The similarity of two pictures as one number: the mean of the map without its rim, where windows are not whole.</summary>
    public double Mean(ReadOnlySpan<float> map)
    {
        var (sum, points) = (0.0, 0);
        for (var y = Radius; y < height - Radius; y++)
        {
            foreach (var one in map.Slice((y * width) + Radius, Math.Max(0, width - (2 * Radius))))
            {
                sum += one;
                points++;
            }
        }

        return points == 0 ? 1 : sum / points;
    }

    private static int Padded(int width) => (width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    private static float[] Gauss()
    {
        var weights = Enumerable.Range(-Radius, (2 * Radius) + 1).Select(at => Math.Exp(-at * at / (2 * Sigma * Sigma))).ToList();
        return [.. weights.Select(weight => (float)(weight / weights.Sum()))];
    }

    /// <summary>Index within a picture that goes on as in a mirror: … 1 0 | 0 1 2 …</summary>
    private static int Mirrored(int at, int length)
    {
        var turn = ((at % (2 * length)) + (2 * length)) % (2 * length);
        return turn < length ? turn : (2 * length) - 1 - turn;
    }

    private void Take(ReadOnlySpan<byte> picture, float[] points)
    {
        for (var y = 0; y < height; y++)
        {
            var from = picture.Slice(y * width, width);
            var to = points.AsSpan(y * stride, width);
            for (var x = 0; x < width; x++)
            {
                to[x] = from[x] - Centre;
            }
        }
    }

    private void SumColumns(int y)
    {
        for (var x = 0; x < stride; x += Vector<float>.Count)
        {
            Vector<float> a = default, b = default, aa = default, bb = default, ab = default;
            for (var tap = 0; tap < Window.Length; tap++)
            {
                var at = (Mirrored(y + tap - Radius, height) * stride) + x;
                var weight = new Vector<float>(Window[tap]);
                Vector<float> one = new(first, at), other = new(second, at);
                Vector<float> weighted = one * weight, weightedOther = other * weight;
                a += weighted;
                b += weightedOther;
                aa += weighted * one;
                bb += weightedOther * other;
                ab += weighted * other;
            }

            a.CopyTo(columns[0], Radius + x);
            b.CopyTo(columns[1], Radius + x);
            aa.CopyTo(columns[2], Radius + x);
            bb.CopyTo(columns[3], Radius + x);
            ab.CopyTo(columns[4], Radius + x);
        }
    }

    private void Mirror(float[] column)
    {
        for (var i = 0; i < Radius; i++)
        {
            column[Radius - 1 - i] = column[Radius + Mirrored(-1 - i, width)];
            column[Radius + width + i] = column[Radius + Mirrored(width + i, width)];
        }
    }

    private void Compare()
    {
        var (c1, c2, centre) = (new Vector<float>(C1), new Vector<float>(C2), new Vector<float>(Centre));
        for (var x = 0; x < stride; x += Vector<float>.Count)
        {
            Vector<float> a = Across(columns[0], x), b = Across(columns[1], x);
            var varianceA = Vector.Max(Across(columns[2], x) - (a * a), Vector<float>.Zero);
            var varianceB = Vector.Max(Across(columns[3], x) - (b * b), Vector<float>.Zero);
            var covariance = Across(columns[4], x) - (a * b);
            a += centre;
            b += centre;
            var luminance = ((2 * a * b) + c1) / ((a * a) + (b * b) + c1);
            var structure = ((2 * covariance) + c2) / (varianceA + varianceB + c2);
            (luminance * structure).CopyTo(row, x);
        }
    }

    private static Vector<float> Across(float[] column, int x)
    {
        var sum = Vector<float>.Zero;
        for (var tap = 0; tap < Window.Length; tap++)
        {
            sum += new Vector<float>(column, x + tap) * Window[tap];
        }

        return sum;
    }
}
