namespace CloudCctv.Detection.Faces.Lbph;

/// <summary>
/// Local binary patterns with 8 neighbours on a circle of radius 1: a bit for each neighbour that is at least as bright as the
/// centre; the four on the diagonals are interpolated (Ojala et al. 2002; Ahonen, Hadid and Pietikäinen 2006).
/// </summary>
internal static class LocalBinaryPatterns
{
    private const int One = 1 << 16;

    // A point of the circle between four pixels, 1/√2 along each axis: bilinear shares of the diagonal pixel, its two neighbours, the centre.
    private const int Diagonal = One / 2;
    private const int Beside = (int)(One * (0.70710678 - 0.5));
    private const int Centre = One - Diagonal - (2 * Beside);

    /// <summary>Bit n is the neighbour at n × 45°, counter-clockwise from the right.</summary>
    /// <param name="luma">side × side.</param>
    /// <param name="side">Pixels.</param>
    /// <param name="codes">(side − 2) × (side − 2): the outermost pixels have no circle.</param>
    public static void Codes(ReadOnlySpan<byte> luma, int side, Span<byte> codes)
    {
        var at = 0;
        for (var y = 1; y < side - 1; y++)
        {
            ReadOnlySpan<byte> above = luma.Slice((y - 1) * side, side), here = luma.Slice(y * side, side), below = luma.Slice((y + 1) * side, side);
            for (var x = 1; x < side - 1; x++)
            {
                int centre = here[x], right = here[x + 1], top = above[x], left = here[x - 1], bottom = below[x];
                codes[at++] = (byte)(
                    (right >= centre ? 1 : 0)
                    | (IsBright(above[x + 1], top, right, centre) ? 2 : 0)
                    | (top >= centre ? 4 : 0)
                    | (IsBright(above[x - 1], top, left, centre) ? 8 : 0)
                    | (left >= centre ? 16 : 0)
                    | (IsBright(below[x - 1], bottom, left, centre) ? 32 : 0)
                    | (bottom >= centre ? 64 : 0)
                    | (IsBright(below[x + 1], bottom, right, centre) ? 128 : 0));
            }
        }
    }

    // In whole numbers, so that a flat patch is flat whatever its brightness.
    private static bool IsBright(int diagonal, int one, int other, int centre) =>
        (diagonal * Diagonal) + ((one + other) * Beside) + (centre * Centre) >= centre * One;
}
