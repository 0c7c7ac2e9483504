namespace CloudCctv.Detection.Faces.Haar;

/// <summary>
/// Sums of all pixels above and left of each place, and of their squares, so that the sum over any rectangle is four look-ups
/// (Viola and Jones 2001, section 2). Squares may overflow: differences come out right as long as one window's sum fits 32 bits.
/// Buffers grow and are kept. One thread at a time.
/// </summary>
internal sealed class IntegralImage
{
    private int[] sums = [];
    private uint[] squares = [];

    /// <summary>Entries per row: one more than the picture has pixels.</summary>
    public int Stride { get; private set; }

    public ReadOnlySpan<int> Sums => sums;

    public ReadOnlySpan<uint> Squares => squares;

    public void Fill(ReadOnlySpan<byte> pixels, int width, int height)
    {
        Stride = width + 1;
        if (sums.Length < Stride * (height + 1))
        {
            sums = new int[Stride * (height + 1)];
            squares = new uint[Stride * (height + 1)];
        }

        sums.AsSpan(0, Stride).Clear();
        squares.AsSpan(0, Stride).Clear();
        for (var y = 0; y < height; y++)
        {
            var row = pixels.Slice(y * width, width);
            int above = y * Stride, here = above + Stride, sum = 0;
            uint square = 0;
            (sums[here], squares[here]) = (0, 0);
            for (var x = 0; x < row.Length; x++)
            {
                sum += row[x];
                square += (uint)(row[x] * row[x]);
                sums[here + x + 1] = sums[above + x + 1] + sum;
                squares[here + x + 1] = squares[above + x + 1] + square;
            }
        }
    }
}
