using System.Text;
using CloudCctv.Imaging.Erasing;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Imaging.Tests.Erasing;

public sealed class JpegEraserTests : IDisposable
{
    private const int Width = 203;
    private const int Height = 157;

    // Not on any block's border.
    private static readonly (double Left, double Top, double Right, double Bottom) Area = (0.2, 0.3, 0.55, 0.77);

    private readonly JpegEncoder encoder = new();
    private readonly JpegDecoder decoder = new();
    private readonly JpegEraser eraser = new((left, top, right, bottom) => left < Area.Right && right > Area.Left && top < Area.Bottom && bottom > Area.Top);

    public void Dispose()
    {
        encoder.Dispose();
        decoder.Dispose();
        eraser.Dispose();
    }

    [Fact]
    public void Erase_AreaOfNoise_IsOneGreyEverywhere()
    {
        using var erased = eraser.Erase(Noise());

        var rgb = Rgb(erased.Span);
        foreach (var (x, y) in Pixels().Where(IsInside))
        {
            Assert.Equal((128, 128, 128), (rgb[At(x, y)], rgb[At(x, y) + 1], rgb[At(x, y) + 2]));
        }
    }

    [Fact]
    public void Erase_BlocksThatTheAreaDoesNotTouch_StayBitForBit()
    {
        var noise = Noise();
        using var erased = eraser.Erase(noise);

        var (before, after) = (Luma(noise), Luma(erased.Span));
        var far = Pixels().Where(pixel => !IsBlockTouched(pixel.X, pixel.Y)).ToList();
        Assert.InRange(far.Count, Width * Height / 2, Width * Height);
        Assert.All(far, pixel => Assert.Equal(before[(pixel.Y * Width) + pixel.X], after[(pixel.Y * Width) + pixel.X]));
    }

    [Fact]
    public void Erase_ThumbnailAndCommentsInTheFile_AreGone()
    {
        var secret = "a small picture of the whole scene"u8;
        var jpeg = WithSegment(Noise(), 0xE1, secret);
        Assert.True(jpeg.AsSpan().IndexOf(secret) > 0);

        using var erased = eraser.Erase(jpeg);

        Assert.True(erased.Span.IndexOf(secret) < 0);
    }

    [Fact]
    public void Erase_BytesBehindThePicture_AreGone()
    {
        byte[] jpeg = [.. Noise(), .. "trailer"u8];

        using var erased = eraser.Erase(jpeg);

        Assert.True(erased.Span.IndexOf("trailer"u8) < 0);
    }

    [Fact]
    public void Erase_CutOffOrNoPicture_IsRefusedAndTheNextIsFine()
    {
        var noise = Noise();

        Assert.Throws<JpegException>(() => eraser.Erase(noise.AsSpan(0, noise.Length / 2)));
        Assert.Throws<JpegException>(() => eraser.Erase(Encoding.ASCII.GetBytes("no picture at all")));

        using var erased = eraser.Erase(noise);
        Assert.Equal(new JpegHeader(Width, Height), decoder.ReadHeader(erased.Span));
    }

    [Fact]
    public void Erase_PicturesOfOtherSizesInBetween_EachByItsOwnSize()
    {
        using var small = eraser.Erase(Noise(64, 48));
        using var large = eraser.Erase(Noise());

        Assert.Equal(new JpegHeader(64, 48), decoder.ReadHeader(small.Span));
        var rgb = Rgb(large.Span);
        Assert.All(Pixels().Where(IsInside), pixel => Assert.Equal(128, rgb[At(pixel.X, pixel.Y)]));
    }

    [Fact]
    public void PlaneEraser_SameArea_ErasesWhatTheJpegEraserErases()
    {
        int chroma = (Width + 1) / 2 * ((Height + 1) / 2);
        var yuv = new byte[(Width * Height) + (2 * chroma)];
        yuv.AsSpan().Fill(77);

        new PlaneEraser((left, top, right, bottom) => left < Area.Right && right > Area.Left && top < Area.Bottom && bottom > Area.Top).EraseYuv420(yuv, Width, Height);

        Assert.All(Pixels(), pixel => Assert.Equal(IsBlockTouched(pixel.X, pixel.Y) ? 128 : 77, yuv[(pixel.Y * Width) + pixel.X]));
        Assert.All(
            Pixels().Where(IsInside),
            pixel => Assert.Equal((128, 128), (yuv[(Width * Height) + ChromaAt(pixel)], yuv[(Width * Height) + chroma + ChromaAt(pixel)])));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void PlaneEraser_EvenLuma_AreaIsAsBrightAsTheRest(int scale)
    {
        int width = (Width + scale - 1) / scale, height = (Height + scale - 1) / scale;
        var luma = Enumerable.Range(0, width * height).Select(i => (byte)(i % width < width / 4 ? 10 : 30)).ToArray();
        var outside = luma.ToArray();

        new PlaneEraser((left, top, right, bottom) => left < 0.5).EvenLuma(luma, Width, Height, scale);

        // All that is left is 30, and so is what was hidden.
        Assert.All(luma, point => Assert.Equal(30, point));
        Assert.Contains((byte)10, outside);
    }

    private byte[] Noise(int width = Width, int height = Height)
    {
        var rgb = new byte[width * height * 3];
        new Random(5).NextBytes(rgb);
        using var jpeg = encoder.EncodeRgb(rgb, width, height, 90);
        return jpeg.Span.ToArray();
    }

    private byte[] Rgb(ReadOnlySpan<byte> jpeg)
    {
        var rgb = new byte[Width * Height * 3];
        decoder.DecodeRgb(jpeg, JpegScale.Full, rgb);
        return rgb;
    }

    private byte[] Luma(ReadOnlySpan<byte> jpeg)
    {
        var luma = new byte[Width * Height];
        decoder.DecodeLuma(jpeg, JpegScale.Full, luma);
        return luma;
    }

    private static byte[] WithSegment(byte[] jpeg, byte marker, ReadOnlySpan<byte> content) =>
        [0xFF, 0xD8, 0xFF, marker, 0, (byte)(content.Length + 2), .. content, .. jpeg.AsSpan(2)];

    private static IEnumerable<(int X, int Y)> Pixels() => Enumerable.Range(0, Width * Height).Select(i => (i % Width, i / Width));

    private static int At(int x, int y) => ((y * Width) + x) * 3;

    private static int ChromaAt((int X, int Y) pixel) => (pixel.Y / 2 * ((Width + 1) / 2)) + (pixel.X / 2);

    private static bool IsInside((int X, int Y) pixel) =>
        pixel.X + 1 > Area.Left * Width && pixel.X < Area.Right * Width && pixel.Y + 1 > Area.Top * Height && pixel.Y < Area.Bottom * Height;

    private static bool IsBlockTouched(int x, int y) =>
        (x / 8 * 8) < Area.Right * Width && (x / 8 * 8) + 8 > Area.Left * Width && (y / 8 * 8) < Area.Bottom * Height && (y / 8 * 8) + 8 > Area.Top * Height;
}
