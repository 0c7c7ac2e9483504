using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Uploader.Tests.Faults;

/// <summary>A folder of small JPEGs in which, after a while, a square moves: footage that is read in no time.</summary>
internal static class MovingSquare
{
    private const int Width = 320;
    private const int Height = 240;
    private const int Side = 48;
    private const int Period = 64;

    /// <param name="folder">Made.</param>
    /// <param name="quiet">Pictures before anything moves.</param>
    /// <param name="moving">Pictures in which the square moves; after 64 of them it comes round again.</param>
    /// <param name="seed">Of the background.</param>
    public static void Write(string folder, int quiet, int moving, int seed)
    {
        Directory.CreateDirectory(folder);
        using var encoder = new JpegEncoder();
        var background = new byte[Width * Height * 3];
        new Random(seed).NextBytes(background);
        for (var i = 0; i < background.Length; i++)
        {
            background[i] = (byte)(60 + (background[i] % 12));
        }

        for (var i = 0; i < Math.Min(moving, Period) + 1; i++)
        {
            using var jpeg = encoder.EncodeRgb(i == 0 ? background : WithSquare(background, i), Width, Height, 80);
            File.WriteAllBytes(Path.Combine(folder, $"picture-{i:D2}.bin"), jpeg.Span);
        }

        for (var i = 0; i < quiet + moving; i++)
        {
            var picture = i < quiet ? 0 : 1 + ((i - quiet) % Period);
            File.CreateSymbolicLink(Path.Combine(folder, $"{i:D6}.jpg"), $"picture-{picture:D2}.bin");
        }
    }

    private static byte[] WithSquare(byte[] background, int step)
    {
        var rgb = background.ToArray();
        var left = step * 4 % (Width - Side);
        var top = 40 + (step * 2 % (Height - Side - 40));
        for (var y = top; y < top + Side; y++)
        {
            rgb.AsSpan(((y * Width) + left) * 3, Side * 3).Fill(220);
        }

        return rgb;
    }
}
