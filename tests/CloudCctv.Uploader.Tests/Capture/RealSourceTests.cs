using System.Diagnostics;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Capture;

/// <summary>Real files, streams and servers through the real ffmpeg.</summary>
public sealed class RealSourceTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("clip.avi", "mjpeg", FrameFormat.Jpeg)]
    [InlineData("clip.mp4", "libx264", FrameFormat.Yuv420)]
    public async Task File_AnyCodec_GivesAllFramesInItsOwnTime(string name, string codec, FrameFormat format)
    {
        var clip = Ffmpeg.TestClip(folder.File(name), codec, frames: 12);

        var frames = await AllAsync(clip);

        Assert.Equal(Enumerable.Range(0, 12).Select(i => (long)i), frames.Select(frame => frame.Number));
        Assert.All(frames, frame => Assert.Equal(format, frame.Format));
        Assert.Equal(1.1, (frames[^1].Time - frames[0].Time).TotalSeconds, 0.001);
    }

    [Fact]
    public async Task File_MotionJpeg_PassesThroughUntouched()
    {
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 5);
        Ffmpeg.Run("-i", clip, "-c:v", "copy", "-f", "image2", folder.File("%03d.jpg"));

        var frames = await AllAsync(clip);

        Assert.Equal(File.ReadAllBytes(folder.File("003.jpg")), frames[2].Data.Span.ToArray());
    }

    [Fact]
    public async Task Folder_OfJpegs_IsReadInOrderOfName()
    {
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 4);
        var pictures = Directory.CreateDirectory(folder.File("pictures")).FullName;
        Ffmpeg.Run("-i", clip, "-c:v", "copy", "-f", "image2", Path.Combine(pictures, "%03d.jpg"));

        var frames = await AllAsync(pictures);

        Assert.Equal(4, frames.Count);
        Assert.Equal(File.ReadAllBytes(Path.Combine(pictures, "001.jpg")), frames[0].Data.Span.ToArray());
    }

    [Theory]
    [InlineData("not a video at all")]
    [InlineData("")]
    public async Task File_Unreadable_SaysSoInOneLine(string content)
    {
        var file = folder.File("broken.mp4");
        await File.WriteAllTextAsync(file, content, Token);

        var fault = await Assert.ThrowsAsync<CaptureException>(() => AllAsync(file));

        Assert.StartsWith($"Cannot read {file}:", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task Folder_WithoutPictures_SaysSo()
    {
        var fault = await Assert.ThrowsAsync<CaptureException>(() => AllAsync(folder.Path));

        Assert.Contains("holds no .jpg", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MjpegServer_ForOneClientThatDiesAndReturns_IsWatchedAgain()
    {
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 300);
        var url = $"http://127.0.0.1:{FreePort.Next()}/video";
        using var first = Serve(clip, url);
        var seen = new List<long>();
        Process? second = null;
        try
        {
            await foreach (var frame in Camera(url).ReadAsync(Token))
            {
                seen.Add(frame.Number);
                frame.Dispose();
                if (seen.Count == 5)
                {
                    first.Kill();
                    second = Serve(clip, url);
                }

                if (second is not null && seen.Count > 40)
                {
                    break;
                }
            }
        }
        finally
        {
            second?.Kill();
            second?.Dispose();
        }

        Assert.Equal(Enumerable.Range(0, seen.Count).Select(i => (long)i), seen);
    }

    [Theory]
    [InlineData("tcp", RtspTransport.Tcp)]
    [InlineData("udp", RtspTransport.Udp)]
    [InlineData("udp", RtspTransport.Auto)]
    [InlineData("tcp", RtspTransport.Auto)]
    public async Task Rtsp_RealServerWithPassword_GivesDecodedFramesAndShowsThePasswordToNobody(string served, RtspTransport asked)
    {
        using var server = await RtspServer.StartAsync(served, Token);
        var frames = 0;

        await foreach (var frame in Camera(server.Url, options: new CaptureOptions { RtspTransport = asked, MaxRetrySeconds = 1 }).ReadAsync(Token))
        {
            Assert.Equal((FrameFormat.Luma, 320, 240), (frame.Format, frame.Width, frame.Height));
            frame.Dispose();
            Assert.DoesNotContain(CommandLines(), line => line.Contains(new Uri(server.Url).Authority, StringComparison.Ordinal));
            if (++frames == 5)
            {
                break;
            }
        }

        Assert.Equal(5, frames);
    }

    [Fact]
    public async Task Rtsp_WrongPassword_IsToldWithoutIt()
    {
        using var server = await RtspServer.StartAsync("tcp", Token);
        var log = new LineLog();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var url = server.Url.Replace("s3cret", "wr0ng", StringComparison.Ordinal);
        var source = new SupervisedSource("camera", SourceAddress.Parse(url), new CaptureOptions(), TimeProvider.System, new Random(1), log) { Lost = stop.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var frame in source.ReadAsync(stop.Token))
            {
                frame.Dispose();
            }
        });

        Assert.Contains(log.Lines, line => line.Contains("401", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("wr0ng", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("clip.avi", "mjpeg")]
    [InlineData("clip.mp4", "libx264")]
    [InlineData("clip.mkv", "libx264")]
    public async Task File_CutOff_GivesItsFramesAndSaysThatItIsDamaged(string name, string codec)
    {
        var clip = await File.ReadAllBytesAsync(Ffmpeg.TestClip(folder.File(name), codec, frames: 100, extra: name.EndsWith("mp4", StringComparison.Ordinal) ? ["-movflags", "faststart"] : []), Token);
        var cut = folder.File("cut" + name);
        await File.WriteAllBytesAsync(cut, clip[..(clip.Length * 6 / 10)], Token);
        var frames = 0;

        var fault = await Assert.ThrowsAsync<CaptureException>(async () =>
        {
            await foreach (var frame in Camera(cut, maxSpeed: true).ReadAsync(Token))
            {
                frames++;
                frame.Dispose();
            }
        });

        Assert.InRange(frames, 20, 90);
        Assert.Contains($"it is damaged; {frames} frames could be read (", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clip.avi", "mjpeg")]
    [InlineData("clip.mjpeg", "mjpeg")]
    public async Task File_AtFullSpeed_LiesInThePast(string name, string codec)
    {
        var frames = await AllAsync(Ffmpeg.TestClip(folder.File(name), codec, frames: 50));

        Assert.True(frames[^1].Time <= TimeProvider.System.GetUtcNow());
        Assert.Equal(frames.Select(frame => frame.Time).Order().Distinct(), frames.Select(frame => frame.Time));
    }

    [Fact]
    public async Task Camera_NobodyThere_IsTriedUntilStopped()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var reading = Task.Run(async () =>
        {
            await foreach (var frame in Camera($"http://127.0.0.1:{FreePort.Next()}/").ReadAsync(stop.Token))
            {
                frame.Dispose();
            }
        }, Token);

        stop.CancelAfter(TimeSpan.FromSeconds(2));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    // As any user of the computer can read them.
    private static List<string> CommandLines()
    {
        var lines = new List<string>();
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                lines.Add(File.ReadAllText(Path.Combine(process, "cmdline")));
            }
            catch (IOException)
            {
                // It has ended.
            }
        }

        return lines;
    }

    // A camera that serves one client: it ends when that one goes.
    private static Process Serve(string clip, string url) => Ffmpeg.Start("-re", "-i", clip, "-c:v", "copy", "-f", "mpjpeg", "-listen", "1", url);

    private static SupervisedSource Camera(string source, bool maxSpeed = false, CaptureOptions? options = null) => new(
        "camera", SourceAddress.Parse(source), options ?? new CaptureOptions { MaxSpeed = maxSpeed, MaxRetrySeconds = 1 }, TimeProvider.System, new Random(1), NullLogger.Instance);

    private static async Task<List<Frame>> AllAsync(string source)
    {
        var frames = new List<Frame>();
        await foreach (var frame in Camera(source, maxSpeed: true).ReadAsync(Token))
        {
            frames.Add(frame);
        }

        return frames;
    }
}
