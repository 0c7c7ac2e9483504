using System.Numerics;
using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Events;

/// <summary>
/// Turns the colours of video into those of JPEG on the way from one buffer to another. JPEG knows the full range 0..255 and the
/// matrix of BT.601 only (JFIF 1.02); video keeps brightness in 16..235 and colour in 16..240, and HD is BT.709. All in 16-bit whole
/// numbers: a result may be one off from what exact arithmetic rounds to.
/// </summary>
internal static class JpegColours
{
    // To the full range: y + 36/219 y, c + 31/224 c.
    private const int LumaBits = 8, LumaGain = 42;
    private const int ChromaBits = 10, ChromaGain = 142;

    // The matrix of BT.601 times the inverse of the matrix of BT.709, for the full range; grey stays grey. What a colour differs by
    // from itself is in 1024ths, what it adds to brightness in 512ths.
    private const int MatrixBits = 10, BlueOfBlue = -10, BlueOfRed = -113, RedOfBlue = -74, RedOfRed = -17;
    private const int GlowBits = 9, LumaOfBlue = 52, LumaOfRed = 100;

    /// <param name="picture">What there is.</param>
    /// <param name="fullRange">Its range is that of JPEG already.</param>
    /// <param name="isBt709">Its matrix is BT.709 instead of BT.601.</param>
    /// <param name="target">All Y, then U, then V, without padding.</param>
    public static void Convert(YuvPlanes picture, bool fullRange, bool isBt709, Span<byte> target)
    {
        int width = picture.Width, chromaWidth = (width + 1) / 2, chromaHeight = (picture.Height + 1) / 2;
        var luma = target[..(width * picture.Height)];
        var blues = target.Slice(luma.Length, chromaWidth * chromaHeight);
        var reds = target.Slice(luma.Length + blues.Length, blues.Length);
        Span<short> glow = isBt709 ? new short[chromaWidth] : [];
        for (var row = 0; row < chromaHeight; row++)
        {
            var blue = blues.Slice(row * chromaWidth, chromaWidth);
            var red = reds.Slice(row * chromaWidth, chromaWidth);
            picture.Blues(row).CopyTo(blue);
            picture.Reds(row).CopyTo(red);
            if (!fullRange)
            {
                WidenColour(blue);
                WidenColour(red);
            }

            if (isBt709)
            {
                Turn(blue, red, glow);
            }

            for (var y = 2 * row; y < Math.Min((2 * row) + 2, picture.Height); y++)
            {
                Brighten(picture.Luma(y), !fullRange, glow, luma.Slice(y * width, width));
            }
        }
    }

    private static void WidenColour(Span<byte> colours)
    {
        var done = 0;
        for (; done + Vector<byte>.Count <= colours.Length; done += Vector<byte>.Count)
        {
            Vector.Widen(Load(colours, done), out var low, out var high);
            Narrow(Widened(low), Widened(high)).CopyTo(colours[done..]);
        }

        for (; done < colours.Length; done++)
        {
            var c = colours[done] - 128;
            colours[done] = Byte(128 + c + (((c * ChromaGain) + (1 << (ChromaBits - 1))) >> ChromaBits));
        }
    }

    private static Vector<short> Widened(Vector<ushort> colours)
    {
        var c = Vector.AsVectorInt16(colours) - new Vector<short>(128);
        return new Vector<short>(128) + c + (((c * ChromaGain) + new Vector<short>(1 << (ChromaBits - 1))) >> ChromaBits);
    }

    private static void Turn(Span<byte> blues, Span<byte> reds, Span<short> glow)
    {
        var done = 0;
        for (; done + Vector<byte>.Count <= blues.Length; done += Vector<byte>.Count)
        {
            Vector.Widen(Load(blues, done), out var lowBlue, out var highBlue);
            Vector.Widen(Load(reds, done), out var lowRed, out var highRed);
            var low = Turned(lowBlue, lowRed);
            var high = Turned(highBlue, highRed);
            Narrow(low.Blue, high.Blue).CopyTo(blues[done..]);
            Narrow(low.Red, high.Red).CopyTo(reds[done..]);
            low.Glow.CopyTo(glow[done..]);
            high.Glow.CopyTo(glow[(done + Vector<short>.Count)..]);
        }

        for (; done < blues.Length; done++)
        {
            int blue = blues[done] - 128, red = reds[done] - 128;
            const int Half = 1 << (MatrixBits - 1);
            blues[done] = Byte(128 + blue + (((BlueOfBlue * blue) + (BlueOfRed * red) + Half) >> MatrixBits));
            reds[done] = Byte(128 + red + (((RedOfBlue * blue) + (RedOfRed * red) + Half) >> MatrixBits));
            glow[done] = (short)(((LumaOfBlue * blue) + (LumaOfRed * red) + (1 << (GlowBits - 1))) >> GlowBits);
        }
    }

    private static (Vector<short> Blue, Vector<short> Red, Vector<short> Glow) Turned(Vector<ushort> blues, Vector<ushort> reds)
    {
        var (centre, half) = (new Vector<short>(128), new Vector<short>(1 << (MatrixBits - 1)));
        var (blue, red) = (Vector.AsVectorInt16(blues) - centre, Vector.AsVectorInt16(reds) - centre);
        return (
            centre + blue + (((blue * BlueOfBlue) + (red * BlueOfRed) + half) >> MatrixBits),
            centre + red + (((blue * RedOfBlue) + (red * RedOfRed) + half) >> MatrixBits),
            ((blue * LumaOfBlue) + (red * LumaOfRed) + new Vector<short>(1 << (GlowBits - 1))) >> GlowBits);
    }

    /// <param name="from">A row of brightness.</param>
    /// <param name="widen">To the full range.</param>
    /// <param name="glow">What each two neighbours are to be brighter by; empty for nothing.</param>
    /// <param name="to">The same row of the result.</param>
    private static void Brighten(ReadOnlySpan<byte> from, bool widen, ReadOnlySpan<short> glow, Span<byte> to)
    {
        if (!widen && glow.IsEmpty)
        {
            from.CopyTo(to);
            return;
        }

        var done = 0;
        for (; done + Vector<byte>.Count <= from.Length; done += Vector<byte>.Count)
        {
            // Lanes of 16 bits hold two neighbours, which have one colour.
            var pairs = Vector.AsVectorInt16(Vector.AsVectorUInt16(Load(from, done)));
            var more = glow.IsEmpty ? Vector<short>.Zero : new Vector<short>(glow[(done / 2)..]);
            var left = Brightened(pairs & new Vector<short>(0xFF), widen, more);
            var right = Brightened((pairs >>> 8) & new Vector<short>(0xFF), widen, more);
            Vector.AsVectorByte(left | (right << 8)).CopyTo(to[done..]);
        }

        for (; done < from.Length; done++)
        {
            var y = from[done] - 16;
            var wide = widen ? y + (((y * LumaGain) + (1 << (LumaBits - 1))) >> LumaBits) : from[done];
            to[done] = Byte(Math.Clamp(wide, 0, 255) + (glow.IsEmpty ? 0 : glow[done / 2]));
        }
    }

    private static Vector<short> Brightened(Vector<short> luma, bool widen, Vector<short> more)
    {
        var wide = luma;
        if (widen)
        {
            var y = luma - new Vector<short>(16);
            wide = Clamp(y + (((y * LumaGain) + new Vector<short>(1 << (LumaBits - 1))) >> LumaBits));
        }

        return Clamp(wide + more);
    }

    private static Vector<byte> Load(ReadOnlySpan<byte> from, int at) => MemoryMarshal.Read<Vector<byte>>(from[at..]);

    private static Vector<short> Clamp(Vector<short> values) => Vector.Min(Vector.Max(values, Vector<short>.Zero), new Vector<short>(255));

    private static Vector<byte> Narrow(Vector<short> low, Vector<short> high) =>
        Vector.Narrow(Vector.AsVectorUInt16(Clamp(low)), Vector.AsVectorUInt16(Clamp(high)));

    private static byte Byte(int value) => (byte)Math.Clamp(value, 0, 255);
}
