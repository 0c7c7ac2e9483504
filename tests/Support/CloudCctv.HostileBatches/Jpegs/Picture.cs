using CloudCctv.Imaging.Drawing;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.HostileBatches.Jpegs;

/// <summary>Real JPEGs: a grey field, in which red rectangles stand for people.</summary>
public static class Picture
{
    public static byte[] Empty(int width = 320, int height = 240, byte shade = 90) => Make(width, height, shade);

    public static byte[] WithPerson(int width = 320, int height = 240, byte shade = 90) =>
        Make(width, height, shade, (width / 4, height / 4, width / 2, height * 3 / 4));

    /// <summary>Somebody half as tall as the picture, whose feet are at three quarters of it.</summary>
    /// <param name="centre">Where, 0 to 1 of the width.</param>
    public static byte[] WithPersonAt(double centre, int width = 320, int height = 240, byte shade = 90) =>
        Make(width, height, shade, ((int)(centre * width) - (width / 16), height / 4, (int)(centre * width) + (width / 16), height * 3 / 4));

    private static byte[] Make(int width, int height, byte shade, params (int Left, int Top, int Right, int Bottom)[] people)
    {
        var rgb = new byte[width * height * 3];
        Array.Fill(rgb, shade);
        foreach (var person in people)
        {
            BoxPainter.Draw(rgb, width, height, person, (255, 0, 0), Math.Max(1, Math.Min(person.Right - person.Left, person.Bottom - person.Top) / 2));
        }

        using var encoder = new JpegEncoder();
        using var jpeg = encoder.EncodeRgb(rgb, width, height, 90);
        return jpeg.Span.ToArray();
    }
}
