using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Tests.Events;

public sealed class FrameEncoderTests
{
    [Theory]
    [InlineData(false, 16, 0)]
    [InlineData(false, 235, 255)]
    [InlineData(true, 16, 16)]
    [InlineData(true, 235, 235)]
    public void ToJpeg_DecodedFrame_HasTheRangeOfJpeg(bool fullRange, byte luma, byte expected)
    {
        var yuv = PooledBytes.Rent(64 * 64 * 3 / 2);
        yuv.Span[..(64 * 64)].Fill(luma);
        yuv.Span[(64 * 64)..].Fill(128);
        using var encoder = new FrameEncoder(95);
        using var decoder = new JpegDecoder();
        var rgb = new byte[64 * 64 * 3];

        using var jpeg = encoder.ToJpeg(new Frame(0, default, FrameFormat.Yuv420, yuv) { Width = 64, Height = 64, FullRange = fullRange });
        decoder.DecodeRgb(jpeg.Span, JpegScale.Full, rgb);

        Assert.All(rgb, value => Assert.InRange(value, expected - 2, expected + 2));
    }
}
