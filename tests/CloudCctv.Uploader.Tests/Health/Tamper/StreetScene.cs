namespace CloudCctv.Uploader.Tests.Health.Tamper;

/// <summary>A still picture with sky, ground and many things of all sizes on it, for clips of a fixed camera.</summary>
internal static class StreetScene
{
    public const int Width = 1600;
    public const int Height = 900;

    /// <summary>Writes it as PGM.</summary>
    public static string Write(string path)
    {
        var random = new Random(7);
        var pixels = new byte[Width * Height];
        for (var i = 0; i < pixels.Length; i++)
        {
            var y = i / Width;
            pixels[i] = (byte)(y < Height / 3 ? 190 - (y / 10) : 90 + (y / 20) + random.Next(-20, 21));
        }

        for (var thing = 0; thing < 220; thing++)
        {
            int width = random.Next(10, 140), height = random.Next(10, 160), grey = random.Next(20, 240);
            int left = random.Next(Width - width), top = random.Next(Height / 5, Height - height);
            for (var y = top; y < top + height; y++)
            {
                pixels.AsSpan((y * Width) + left, width).Fill((byte)(grey + (y / 7 % 2 * 14)));
            }
        }

        using var file = File.Create(path);
        file.Write(System.Text.Encoding.ASCII.GetBytes($"P5 {Width} {Height} 255\n"));
        file.Write(pixels);
        return path;
    }
}
