using System.IO.Pipelines;
using System.Text;
using CloudCctv.Uploader.Capture;

namespace CloudCctv.Uploader.Tests.Capture;

public sealed class FrameReaderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(65_536)]
    public async Task Multipart_AnyDelivery_GivesEachPictureWhole(int chunk)
    {
        byte[] first = [0xFF, 0xD8, 1, 2, 0xFF, 0xD9, (byte)'\r', (byte)'\n', 3], second = [0xFF, 0xD8, .. new byte[70_000]];
        var stream = Delivered([.. Part(first), .. Part(second)], chunk);
        var reader = new MultipartJpegReader(new PipeBuffer(stream));

        Assert.Equal(first, await NextAsync(reader));
        Assert.Equal(second, await NextAsync(reader));
        Assert.Null(await NextAsync(reader));
    }

    [Fact]
    public async Task Multipart_CutOffPicture_DoesNotCount()
    {
        var whole = Part([0xFF, 0xD8, 1, 2, 3, 4]);

        Assert.Null(await NextAsync(new MultipartJpegReader(new PipeBuffer(new MemoryStream(whole[..^4])))));
    }

    [Theory]
    [InlineData("--x\r\nContent-length: 99999999999\r\n\r\n")]
    [InlineData("--x\r\nContent-length: -1\r\n\r\n")]
    [InlineData("--x\r\nContent-length: 4\r\n\r\n<htm")]
    public async Task Multipart_NotPictures_Throws(string stream) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => NextAsync(new MultipartJpegReader(new PipeBuffer(new MemoryStream(Encoding.ASCII.GetBytes(stream))))));

    [Fact]
    public async Task Multipart_EndlessLine_Throws() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => NextAsync(new MultipartJpegReader(new PipeBuffer(new MemoryStream(new byte[200_000])))));

    [Theory]
    [InlineData(5, 3, 15 + (2 * 6))]
    [InlineData(4, 4, 16 + (2 * 4))]
    public async Task Y4m_OddAndEvenSizes_GiveWholePlanes(int width, int height, int bytes)
    {
        var picture = Enumerable.Range(0, bytes).Select(i => (byte)i).ToArray();
        var reader = new Y4mReader(new PipeBuffer(Delivered([.. Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F10:1 Ip C420jpeg XCOLORRANGE=FULL\nFRAME\n"), .. picture], 3)));

        var read = await reader.ReadAsync(Token);

        Assert.Equal((width, height, true), (read!.Value.Width, read.Value.Height, read.Value.FullRange));
        Assert.Equal(picture, read.Value.Data.Span.ToArray());
        Assert.Null(await reader.ReadAsync(Token));
    }

    [Theory]
    [InlineData("HELLO\n")]
    [InlineData("YUV4MPEG2 W0 H4\n")]
    [InlineData("YUV4MPEG2 W99999 H99999\n")]
    [InlineData("YUV4MPEG2 W4 H4\nXRAME\n")]
    public async Task Y4m_WrongHeader_Throws(string stream) =>
        await Assert.ThrowsAsync<InvalidDataException>(async () => await new Y4mReader(new PipeBuffer(new MemoryStream(Encoding.ASCII.GetBytes(stream)))).ReadAsync(Token));

    [Theory]
    [InlineData("  Stream #0:0: Video: mjpeg (Baseline) (MJPG / 0x47504A4D), yuvj420p(pc, bt470bg/unknown/unknown), 1920x1080, 12880 kb/s, 10 fps, 10 tbr, 10 tbn", "mjpeg", 10.0)]
    [InlineData("  Stream #0:0[0x1](eng): Video: h264 (Main) (avc1 / 0x31637661), yuv420p(tv, smpte170m, progressive), 768x432, 187 kb/s, 29.97 fps, 30 tbr, 200k tbn (default)", "h264", 29.97)]
    [InlineData("  Stream #0:1: Video: hevc, none", "hevc", null)]
    [InlineData("  Stream #0:0: Audio: aac", null, null)]
    public void StreamInfo_Line_TellsCodecAndRate(string line, string? codec, double? rate)
    {
        var info = StreamInfo.TryParse(line);

        Assert.Equal(codec, info?.Codec);
        Assert.Equal(rate, info?.FramesPerSecond);
    }

    private static byte[] Part(byte[] jpeg) => [.. Encoding.ASCII.GetBytes($"--ffmpeg\r\nContent-type: image/jpeg\r\nContent-length: {jpeg.Length}\r\n\r\n"), .. jpeg, (byte)'\r', (byte)'\n'];

    private static async Task<byte[]?> NextAsync(IFrameReader reader) => (await reader.ReadAsync(Token))?.Data.Span.ToArray();

    /// <summary>A stream that hands out at most so many bytes a read, as pipes do.</summary>
    private static Stream Delivered(byte[] bytes, int chunk)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        _ = Task.Run(async () =>
        {
            for (var at = 0; at < bytes.Length; at += chunk)
            {
                await pipe.Writer.WriteAsync(bytes.AsMemory(at, Math.Min(chunk, bytes.Length - at)));
                await Task.Yield();
            }

            await pipe.Writer.CompleteAsync();
        });
        return pipe.Reader.AsStream();
    }
}
