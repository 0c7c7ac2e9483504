using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Motion;

public sealed class LumaReaderTests
{
    [Fact]
    public void Read_JpegAndDecodedFrameOfOnePicture_Agree()
    {
        const int width = 322, height = 242;
        var yuv = PooledBytes.Rent((width * height) + (2 * 161 * 121));
        yuv.Span.Fill(128);
        for (var i = 0; i < width * height; i++)
        {
            yuv.Span[i] = (byte)(i % width / 2);
        }

        using var encoder = new JpegEncoder();
        using var jpeg = new Frame(0, default, FrameFormat.Jpeg, encoder.EncodeYuv420(yuv.Span, width, height, 95));
        using var decoded = new Frame(0, default, FrameFormat.Yuv420, yuv) { Width = width, Height = height };
        using var reader = new LumaReader();
        using var otherReader = new LumaReader();

        var fromJpeg = reader.Read(jpeg);
        var fromPlane = otherReader.Read(decoded);

        Assert.Equal((81, 61, width, height), (fromJpeg.Width, fromJpeg.Height, fromJpeg.SourceWidth, fromJpeg.SourceHeight));
        Assert.Equal((fromJpeg.Width, fromJpeg.Height), (fromPlane.Width, fromPlane.Height));
        var (a, b) = (fromJpeg.Pixels.ToArray(), fromPlane.Pixels.ToArray());
        Assert.All(Enumerable.Range(0, 80), x => Assert.InRange(a[x] - b[x], -4, 4));
    }

    [Fact]
    public void Read_AtAnEighth_JpegAndDecodedFrameAgree()
    {
        const int width = 320, height = 240;
        var yuv = PooledBytes.Rent(width * height * 3 / 2);
        yuv.Span.Fill(128);
        for (var i = 0; i < width * height; i++)
        {
            yuv.Span[i] = (byte)(i % width / 2);
        }

        using var encoder = new JpegEncoder();
        using var jpeg = new Frame(0, default, FrameFormat.Jpeg, encoder.EncodeYuv420(yuv.Span, width, height, 95));
        using var decoded = new Frame(0, default, FrameFormat.Yuv420, yuv) { Width = width, Height = height };
        using var reader = new LumaReader(JpegScale.Eighth);
        using var otherReader = new LumaReader(JpegScale.Eighth);

        byte[] fromJpeg = reader.Read(jpeg).Pixels.ToArray(), fromPlane = otherReader.Read(decoded).Pixels.ToArray();

        Assert.Equal(40 * 30, fromJpeg.Length);
        Assert.All(Enumerable.Range(0, 40 * 30), i => Assert.InRange(fromJpeg[i] - fromPlane[i], -4, 4));
    }

    [Fact]
    public void Read_BrokenJpeg_Throws()
    {
        var data = PooledBytes.Rent(4);
        new byte[] { 0xFF, 0xD8, 0, 0 }.CopyTo(data.Span);
        using var frame = new Frame(0, default, FrameFormat.Jpeg, data);
        using var reader = new LumaReader();

        Assert.Throws<JpegException>(() => reader.Read(frame));
    }
}
