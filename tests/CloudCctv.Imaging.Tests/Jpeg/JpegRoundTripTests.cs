using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Imaging.Tests.Jpeg;

public sealed class JpegRoundTripTests : IDisposable
{
    private readonly JpegEncoder encoder = new();
    private readonly JpegDecoder decoder = new();

    public void Dispose()
    {
        encoder.Dispose();
        decoder.Dispose();
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(33, 17)]
    [InlineData(1, 1)]
    public void EncodeRgb_ThenDecodeRgb_GivesThePictureBack(int width, int height)
    {
        var original = TestPicture.Rgb(width, height);
        using var jpeg = encoder.EncodeRgb(original, width, height, 95);
        var decoded = new byte[original.Length];

        Assert.Equal(new JpegHeader(width, height), decoder.DecodeRgb(jpeg.Span, JpegScale.Full, decoded));

        Assert.InRange(TestPicture.MeanDifference(original, decoded), 0, 3);
    }

    [Fact]
    public void DecodeRgb_WithoutSmoothColour_IsNearlyTheSame()
    {
        var original = TestPicture.Rgb(64, 48);
        using var jpeg = encoder.EncodeRgb(original, 64, 48, 95);
        var decoded = new byte[original.Length];

        decoder.DecodeRgb(jpeg.Span, JpegScale.Full, decoded, smoothColour: false);

        Assert.InRange(TestPicture.MeanDifference(original, decoded), 0, 4);
    }

    [Theory]
    [InlineData(JpegScale.Full, 50, 37)]
    [InlineData(JpegScale.Half, 25, 19)]
    [InlineData(JpegScale.Quarter, 13, 10)]
    [InlineData(JpegScale.Eighth, 7, 5)]
    public void DecodeLuma_AtEveryScale_RoundsSidesUpAndKeepsBrightness(JpegScale scale, int width, int height)
    {
        var original = TestPicture.Rgb(50, 37);
        using var jpeg = encoder.EncodeRgb(original, 50, 37, 95);
        var luma = new byte[width * height];

        Assert.Equal(new JpegHeader(width, height), decoder.DecodeLuma(jpeg.Span, scale, luma));

        var block = (int)scale;
        for (var i = 0; i < luma.Length; i++)
        {
            int x = Math.Min((i % width * block) + (block / 2), 49), y = Math.Min((i / width * block) + (block / 2), 36);
            Assert.InRange(luma[i] - TestPicture.Luma(original, (y * 50) + x), -12, 12);
        }
    }

    [Theory]
    [InlineData(64, 48)]
    [InlineData(31, 23)]
    public void EncodeYuv420_OfGreyRamp_KeepsLumaAndColour(int width, int height)
    {
        int chroma = (width + 1) / 2 * ((height + 1) / 2);
        var yuv = new byte[(width * height) + (2 * chroma)];
        for (var i = 0; i < width * height; i++)
        {
            yuv[i] = (byte)(40 + (i % width));
        }

        // Cb 128 and Cr 200: reddish everywhere.
        yuv.AsSpan(width * height, chroma).Fill(128);
        yuv.AsSpan((width * height) + chroma, chroma).Fill(200);

        using var jpeg = encoder.EncodeYuv420(yuv, width, height, 95);

        var luma = new byte[width * height];
        decoder.DecodeLuma(jpeg.Span, JpegScale.Full, luma);
        Assert.InRange(TestPicture.MeanDifference(yuv.AsSpan(0, luma.Length), luma), 0, 2);
        var rgb = new byte[width * height * 3];
        decoder.DecodeRgb(jpeg.Span, JpegScale.Full, rgb);
        var middle = (((height / 2) * width) + (width / 2)) * 3;
        Assert.InRange(rgb[middle] - luma[middle / 3], 90, 110);
        Assert.InRange(rgb[middle + 2] - luma[middle / 3], -6, 6);
    }

    [Fact]
    public void Encode_OfTooSmallBuffer_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => encoder.EncodeRgb(new byte[(8 * 8 * 3) - 1], 8, 8, 80));
        Assert.Throws<ArgumentException>(() => encoder.EncodeYuv420(new byte[(7 * 7) + (2 * 16) - 1], 7, 7, 80));
    }
}
