using CloudCctv.Contracts.Geometry;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Events;

public sealed class SharpnessTests
{
    [Theory]
    [InlineData(0, 0, 1, 1)]
    [InlineData(0.25, 0.5, 0.4, 0.99)]
    [InlineData(0.9, 0.9, 1, 1)]
    public void Of_AnyBox_IsWhatTheObviousLoopSays(double left, double top, double right, double bottom)
    {
        var luma = RandomLuma(64, 48);
        var box = new Box(left, top, right, bottom);

        Assert.Equal(Naive(luma, box), Sharpness.Of(luma, box), 1e-9);
    }

    [Fact]
    public void Of_NoBoxOrLessThanTwoPixels_IsZero()
    {
        var luma = RandomLuma(64, 48);

        Assert.Equal(0, Sharpness.Of(luma, null));
        Assert.Equal(0, Sharpness.Of(luma, new Box(0.5, 0.5, 0.5, 0.9)));
        Assert.Equal(0, Sharpness.Of(RandomLuma(1, 1), new Box(0, 0, 1, 1)));
    }

    [Fact]
    public void Of_TheSamePictureOutOfFocus_IsLess()
    {
        var sharp = Footage.Frames("vtest.avi", 100)[0];
        using var folder = new TempFolder();
        File.WriteAllBytes(folder.File("sharp.jpg"), sharp);
        Ffmpeg.Run("-i", folder.File("sharp.jpg"), "-vf", "gblur=sigma=6", "-q:v", "2", folder.File("blurred.jpg"));

        Assert.InRange(Of(File.ReadAllBytes(folder.File("blurred.jpg"))), 0, Of(sharp) / 2);
    }

    private static double Of(byte[] jpeg)
    {
        using var decoder = new JpegDecoder();
        var size = decoder.ReadHeader(jpeg);
        int width = JpegScale.Quarter.Scaled(size.Width), height = JpegScale.Quarter.Scaled(size.Height);
        var pixels = new byte[width * height];
        decoder.DecodeLuma(jpeg, JpegScale.Quarter, pixels);
        return Sharpness.Of(new Luma(pixels, width, height, size.Width, size.Height), new Box(0.2, 0.2, 0.8, 0.8));
    }

    private static double Naive(Luma luma, Box box)
    {
        int left = (int)(box.Left * luma.Width), right = (int)Math.Ceiling(box.Right * luma.Width);
        int top = (int)(box.Top * luma.Height), bottom = (int)Math.Ceiling(box.Bottom * luma.Height);
        var steps = from y in Enumerable.Range(top, bottom - top - 1)
                    from x in Enumerable.Range(left, right - left - 1)
                    select Math.Pow(At(x + 1, y) - At(x, y), 2) + Math.Pow(At(x, y + 1) - At(x, y), 2);
        return steps.Average();

        double At(int x, int y) => luma.Pixels.Span[(y * luma.Width) + x];
    }

    private static Luma RandomLuma(int width, int height)
    {
        var pixels = new byte[width * height];
        new Random(7).NextBytes(pixels);
        return new Luma(pixels, width, height, width * 4, height * 4);
    }
}
