using System.Diagnostics;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture.Rtsp;
using CloudCctv.Uploader.Decoder;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Decoder;

public sealed class DecoderTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("libx264", "-bf", "0")]
    [InlineData("libx264", "-bf", "3")]
    [InlineData("libx264", "-g", "1000")]
    [InlineData("libx265", "-x265-params", "log-level=none")]
    [InlineData("mpeg4", "-bf", "2")]
    public async Task Stream_OfAnyCodecAndOrder_GivesWhatFfmpegGives(string codec, string option, string value)
    {
        var clip = DecoderSample.Clip(folder, "clip.mp4", codec, 30, "330x242", option, value);
        var expected = DecoderSample.Decode(folder, clip, 330, 242);
        await using var link = DecoderSample.Start(clip);
        var luma = new byte[DecoderMessage.LumaBytes(330, 242)];
        var seen = 0;

        var end = await DecoderSample.ReadAsync(link, (message, small) =>
        {
            Assert.Equal((seen, 330, 242), (message.Number, message.Width, message.Height));
            QuarterScale.Shrink(expected[seen].AsSpan(0, 330 * 242), 330, 242, luma);
            Assert.True(luma.AsSpan().SequenceEqual(small.Span), $"The luma of frame {seen} differs.");
            using var later = link.Hold(message);
            using var full = later.Copy()!.Value.Data;
            Assert.True(expected[seen].AsSpan().SequenceEqual(full.Span), $"Frame {seen} differs.");
            seen++;
        });

        Assert.Equal((DecoderMessageKind.Ended, ""), end);
        Assert.Equal(30, seen);
    }

    [Fact]
    public async Task Jpeg_OfAHeldPicture_IsThatPictureAlsoAfterTheEnd()
    {
        var clip = DecoderSample.Clip(folder, "clip.mp4", "libx264", 12, "320x240");
        var expected = DecoderSample.Decode(folder, clip, 320, 240);
        await using var link = DecoderSample.Start(clip);
        var held = new List<LaterPicture>();
        using var decoder = new JpegDecoder();
        var luma = new byte[320 * 240];

        await DecoderSample.ReadAsync(link, (message, _) => held.Add(link.Hold(message)));

        foreach (var later in held)
        {
            using var jpeg = later.Jpeg(95)!;
            decoder.DecodeLuma(jpeg.Span, JpegScale.Full, luma);
            var error = luma.Zip(expected[(int)later.Number], (a, b) => Math.Abs(a - Math.Clamp((b - 16) * 255 / 219, 0, 255))).Average();
            Assert.InRange(error, 0, 4);
            later.Dispose();
            Assert.Null(later.Jpeg(95));
        }
    }

    [Fact]
    public async Task Stream_ThatChangesItsSize_GoesOnWithTheNewOne()
    {
        var small = DecoderSample.Clip(folder, "small.ts", "libx264", 10, "320x240");
        var large = DecoderSample.Clip(folder, "large.ts", "libx264", 10, "640x480");
        var both = folder.File("both.ts");
        await File.WriteAllBytesAsync(both, [.. await File.ReadAllBytesAsync(small, Token), .. await File.ReadAllBytesAsync(large, Token)], Token);
        await using var link = DecoderSample.Start(both);
        var sizes = new List<(int, int)>();

        await DecoderSample.ReadAsync(link, (message, _) =>
        {
            using var later = link.Hold(message);
            using var full = later.Copy()!.Value.Data;
            sizes.Add((message.Width, message.Height));
        });

        Assert.Equal([(320, 240), (640, 480)], sizes.Distinct());
        Assert.InRange(sizes.Count, 18, 20);
    }

    [Theory]
    [InlineData("clip.avi", "mjpeg", "yuvj420p", "JPEG")]
    [InlineData("clip.mp4", "libx264", "yuv422p", "4:2:0")]
    [InlineData("clip.mp4", "libx264", "yuv420p10le", "4:2:0")]
    public async Task Stream_OfAKindForFfmpeg_IsRefusedWithTheReason(string name, string codec, string pixels, string reason)
    {
        await using var link = DecoderSample.Start(DecoderSample.Clip(folder, name, codec, 5, "64x64", "-pix_fmt", pixels));

        var end = await DecoderSample.ReadAsync(link, (_, _) => Assert.Fail("It gave a picture."));

        Assert.Equal(DecoderMessageKind.Unsuitable, end?.Kind);
        Assert.Contains(reason, end!.Value.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_CutOrDamagedAnywhere_EndsWithAWord()
    {
        var whole = await File.ReadAllBytesAsync(DecoderSample.Clip(folder, "clip.ts", "libx264", 20, "128x96"), Token);
        var random = new Random(5);
        for (var i = 0; i < 12; i++)
        {
            var damaged = whole[..random.Next(1, whole.Length)];
            for (var hit = 0; hit < (i % 3) * 200; hit++)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            var file = folder.File("damaged.ts");
            await File.WriteAllBytesAsync(file, damaged, Token);
            await using var link = DecoderSample.Start(file);

            var end = await DecoderSample.ReadAsync(link, (_, _) => { });

            Assert.NotNull(end);
        }
    }

    [Fact]
    public async Task NothingReleased_OnlyTheNewestAreHeld()
    {
        var clip = DecoderSample.Clip(folder, "clip.mp4", "libx264", 30, "1920x1080", "-preset", "ultrafast");
        await using var link = DecoderSample.Start(clip);
        var held = new List<LaterPicture>();

        await DecoderSample.ReadAsync(link, (message, _) => held.Add(link.Hold(message)));

        Assert.Null(held[0].Jpeg(50));
        using var newest = held[^1].Jpeg(50);
        Assert.NotNull(newest);
        held.ForEach(later => later.Dispose());
    }

    [Fact]
    public async Task Decoder_WhoseParentIsGone_Ends()
    {
        var clip = DecoderSample.Clip(folder, "clip.mp4", "libx264", 30, "64x64");
        var (file, arguments) = OwnProgram.Start;
        using var child = Process.Start(new ProcessStartInfo(file, [.. arguments, DecoderProgram.Command]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await child.StandardInput.BaseStream.WriteAsync(new DecoderRequest("file:" + clip, [("protocol_whitelist", "file")]).Bytes(), Token);
        await child.StandardInput.BaseStream.FlushAsync(Token);
        await child.StandardOutput.BaseStream.ReadExactlyAsync(new byte[DecoderMessage.Length], Token);

        child.StandardInput.Close();

        await child.WaitForExitAsync(Token);
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public void Message_ThatMakesNoSense_IsRefused()
    {
        var random = new Random(3);
        var bytes = new byte[DecoderMessage.Length];
        for (var i = 0; i < 1000; i++)
        {
            random.NextBytes(bytes);
            Assert.Throws<InvalidDataException>(() => DecoderMessage.Read(bytes));
        }

        var sound = new DecoderMessage(DecoderMessageKind.Picture, 7, 320, 240, true, false, 80 * 60);
        sound.Write(bytes);
        Assert.Equal(sound, DecoderMessage.Read(bytes));
        (sound with { Bytes = 80 * 60 + 1 }).Write(bytes);
        Assert.Throws<InvalidDataException>(() => DecoderMessage.Read(bytes));
    }
}
