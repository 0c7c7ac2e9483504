using CloudCctv.Imaging.Drawing;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Tests.Faces;

/// <summary>
/// Real JPEGs: grey, with a red rectangle that stands for a person (see <c>RedDetector</c>), in which blue squares stand for
/// faces (see <see cref="BlueFaceDetector"/>). Each person has a pattern of their own.
/// </summary>
internal static class FacePicture
{
    public const int FacePixels = 100;

    private const int Width = 640;
    private const int Height = 480;

    public static byte[] Of(params int[] people) => Make(withBody: true, noise: 0, people);

    /// <summary>The same, not quite.</summary>
    public static byte[] Again(int noise, params int[] people) => Make(withBody: true, noise, people);

    /// <summary>Faces without a person that a detector could see.</summary>
    public static byte[] WithoutBody(params int[] people) => Make(withBody: false, noise: 0, people);

    private static byte[] Make(bool withBody, int noise, int[] people)
    {
        var rgb = new byte[Width * Height * 3];
        Array.Fill(rgb, (byte)90);
        if (withBody)
        {
            BoxPainter.Draw(rgb, Width, Height, (120, 100, 520, 420), (255, 0, 0), 200);
        }

        for (var i = 0; i < people.Length; i++)
        {
            DrawFace(rgb, left: 180 + (i * 160), top: 160, people[i], noise);
        }

        using var encoder = new JpegEncoder();
        using var jpeg = encoder.EncodeRgb(rgb, Width, Height, 95);
        return jpeg.Span.ToArray();
    }

    // Blue throughout, so that it is found; waves in green, of a direction and length for each person, are the pattern.
    private static void DrawFace(byte[] rgb, int left, int top, int person, int noise)
    {
        var (angle, length) = (person * 1.1, 2.5 + (person % 3));
        var disturbed = new Random(noise);
        for (var i = 0; i < FacePixels * FacePixels; i++)
        {
            int x = i % FacePixels, y = i / FacePixels, at = (((top + y) * Width) + left + x) * 3;
            var wave = Math.Sin(((x * Math.Cos(angle)) + (y * Math.Sin(angle))) / length);
            (rgb[at], rgb[at + 1], rgb[at + 2]) = (0, (byte)(80 + (60 * wave) + (noise == 0 ? 0 : disturbed.Next(4))), 250);
        }
    }
}
