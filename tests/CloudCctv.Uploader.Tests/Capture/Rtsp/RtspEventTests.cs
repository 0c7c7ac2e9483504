using System.Diagnostics;
using System.Globalization;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Decoder;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Tests.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Capture.Rtsp;

/// <summary>Tests that count or kill decoders run while nothing else does.</summary>
[CollectionDefinition(nameof(CountedDecoders), DisableParallelization = true)]
public sealed class CountedDecoders;

[Collection(nameof(CountedDecoders))]
public sealed class RtspEventTests
{
    private const int FirstMoved = 14, LastMoved = 24;

    private const int KeepFramesPerSecond = 120;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Event_OfAnRtspCamera_IsKeptInFullWithPreRoll()
    {
        using var server = await RtspServer.StartAsync("tcp", Token);
        var sink = new SizeSink();
        var times = new List<DateTimeOffset>();
        using var recorder = new EventRecorder(new EventOptions { KeepFramesPerSecond = KeepFramesPerSecond }, sink);

        await foreach (var frame in Camera(server.Url).ReadAsync(Token))
        {
            Assert.Equal((FrameFormat.Luma, 320, 240, 80 * 60), (frame.Format, frame.Width, frame.Height, frame.Data.Length));
            times.Add(frame.Time);
            if (recorder.Next(frame, frame.Number is >= FirstMoved and <= LastMoved ? EventSample.Moved() : EventSample.Still) == EventStep.Ended)
            {
                break;
            }
        }

        var options = new EventOptions();
        var watched = times[(FirstMoved - options.PreRollFrames)..(LastMoved + options.PostRollFrames + 1)];
        var kept = sink.Frames.ConvertAll(frame => frame.Time);
        Assert.Empty(kept.Except(watched));
        // Of frames that a busy computer takes over all at once, one per interval is kept.
        Assert.All(watched, time => Assert.Contains(kept, one => (one - time).Duration() <= TimeSpan.FromSeconds(2.0 / KeepFramesPerSecond)));
        Assert.All(sink.Frames, frame => Assert.Equal(new JpegHeader(320, 240), frame.Size));
        Assert.Empty(Decoders());
    }

    [Theory]
    [InlineData("KILL", false)]
    [InlineData("STOP", true)]
    public async Task CameraLost_InTheMiddleOfAnEvent_PicturesInHandAreStillThere(string signal, bool server)
    {
        using var camera = await RtspServer.StartAsync("tcp", Token);
        var inHand = new List<Frame>();
        var source = Camera(camera.Url);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        source.Lost = () =>
        {
            // As the pipeline does: what is in hand is kept now.
            using var encoder = new FrameEncoder(85);
            using var decoder = new JpegDecoder();
            foreach (var frame in inHand)
            {
                using var jpeg = encoder.ToJpeg(frame);
                // A decoder that was killed has taken its pictures with it: small and grey is better than none.
                Assert.Equal(server ? new JpegHeader(320, 240) : new JpegHeader(80, 60), decoder.ReadHeader(jpeg.Span));
            }

            inHand.Clear();
            stop.Cancel();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var frame in source.ReadAsync(stop.Token))
            {
                inHand.Add(frame);
                if (inHand.Count == 4)
                {
                    Signal(signal, server ? camera.ProcessId : Assert.Single(Decoders()));
                }

                if (inHand.Count > 4)
                {
                    frame.Dispose();
                    inHand.Remove(frame);
                }
            }
        });

        Assert.Empty(inHand);
        Assert.Empty(Decoders());
    }

    [Fact]
    public async Task StopSignalToTheWholeService_LeavesTheDecoderToTheUploader()
    {
        using var server = await RtspServer.StartAsync("tcp", Token);
        var decoder = 0;
        await foreach (var frame in Camera(server.Url).ReadAsync(Token))
        {
            using (frame)
            {
                if (frame.Number == 2)
                {
                    decoder = Assert.Single(Decoders());
                    Signal("TERM", decoder);
                    Signal("INT", decoder);
                    Signal("HUP", decoder);
                }

                if (frame.Number == 15)
                {
                    using var picture = frame.CopyPicture();
                    Assert.Equal((320, 240), (picture!.Width, picture.Height));
                    break;
                }
            }
        }

        Assert.NotEqual(0, decoder);
        Assert.Empty(Decoders());
    }

    [Fact]
    public async Task DecoderThatDiesAgainAndAgain_IsReplacedByFfmpeg()
    {
        using var server = await RtspServer.StartAsync("tcp", Token);
        var log = new LineLog();
        var source = new SupervisedSource("camera", SourceAddress.Parse(server.Url), new CaptureOptions { MaxRetrySeconds = 1 }, TimeProvider.System, new Random(1), log);
        long next = 0;
        await foreach (var frame in source.ReadAsync(Token))
        {
            Assert.Equal(next++, frame.Number);
            var format = frame.Format;
            frame.Dispose();
            if (format == FrameFormat.Yuv420)
            {
                break;
            }

            Decoders().ForEach(decoder => Signal("KILL", decoder));
        }

        Assert.Single(log.Lines, line => line.Contains("is read through ffmpeg", StringComparison.Ordinal));
    }

    private static SupervisedSource Camera(string url) =>
        new("camera", SourceAddress.Parse(url), new CaptureOptions { MaxRetrySeconds = 1, StallSeconds = 5 }, TimeProvider.System, new Random(1), NullLogger.Instance);

    private static void Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The decoders that this process has started and that still run.</summary>
    private static List<int> Decoders()
    {
        var found = new List<int>();
        foreach (var path in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var parent = File.ReadLines(Path.Combine(path, "status")).First(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..].Trim();
                if (parent == $"{Environment.ProcessId}" && File.ReadAllText(Path.Combine(path, "cmdline")).TrimEnd('\0').EndsWith("\0" + DecoderProgram.Command, StringComparison.Ordinal))
                {
                    found.Add(int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture));
                }
            }
            catch (Exception exception) when (exception is IOException or InvalidOperationException)
            {
                // It has ended meanwhile.
            }
        }

        return found;
    }

    /// <summary>Notes the time and the size of each picture.</summary>
    private sealed class SizeSink : IEventSink
    {
        public List<(DateTimeOffset Time, JpegHeader Size)> Frames { get; } = [];

        public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
        {
            firstFrames.ToList().ForEach(Add);
            return new EventName("farm", "gate", firstFrames[0].Time, "00000001");
        }

        public void Add(KeptFrame frame)
        {
            using var decoder = new JpegDecoder();
            Frames.Add((frame.Time, decoder.ReadHeader(frame.Jpeg.Span)));
            frame.Dispose();
        }

        public void End()
        {
        }
    }
}
