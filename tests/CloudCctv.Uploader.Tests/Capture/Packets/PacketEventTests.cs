using CloudCctv.Contracts.Names;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Tests.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Capture.Packets;

[Collection(nameof(CountedDecoders))]
public sealed class PacketEventTests : IDisposable
{
    private const int FirstMoved = 14, LastMoved = 24;

    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EventOnRtsp_IsKeptInFullAlsoIfTheDecoderIsKilled(bool kill)
    {
        using var server = await RtspServer.StartAsync("tcp", Token);
        var sink = new SizeSink();
        var times = new List<DateTimeOffset>();
        using var recorder = new EventRecorder(new EventOptions { KeepFramesPerSecond = 120 }, sink);
        var step = EventStep.Idle;

        await foreach (var frame in Camera(server.Url).ReadAsync(Token))
        {
            Assert.Equal((FrameFormat.Packet, 320, 240, 80 * 60), (frame.Format, frame.Width, frame.Height, frame.Data.Length));
            var moved = frame.Number is >= FirstMoved and <= LastMoved;
            Assert.True(moved || recorder.WantsPictures || !frame.HasPicture);
            times.Add(frame.Time);
            if (moved || recorder.WantsPictures)
            {
                await frame.RecallAsync(Token);
            }

            if (kill && frame.Number == LastMoved - 3)
            {
                PacketSample.Kill(Assert.Single(PacketSample.Decoders()));
            }

            step = recorder.Next(frame, moved ? EventSample.Moved() : EventSample.Still);
            if (step == EventStep.Ended)
            {
                break;
            }
        }

        var options = new EventOptions();
        Assert.Equal(times[(FirstMoved - options.PreRollFrames)..(LastMoved + options.PostRollFrames + 1)], sink.Frames.Select(frame => frame.Time));
        Assert.All(sink.Frames, frame => Assert.Equal(new JpegHeader(320, 240), frame.Size));
        Assert.Empty(PacketSample.Decoders());
    }

    [Theory]
    [InlineData("-bf", "2", FrameFormat.Yuv420)]
    [InlineData("-bf", "0", FrameFormat.Packet)]
    public async Task Recording_WithAndWithoutBFrames_GivesEachFrameOnce(string option, string value, FrameFormat format)
    {
        var clip = folder.File("clip.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc=size=320x240:rate=60", "-frames:v", "60", "-pix_fmt", "yuv420p", "-c:v", "libx264", option, value, "-y", clip);
        var whole = PacketSample.Decode(folder, clip, 320, 240);
        var last = new Frame?[whole.Count];

        await foreach (var frame in Camera(clip).ReadAsync(Token))
        {
            Assert.Null(last[frame.Number]);
            last[frame.Number] = frame;
            await frame.RecallAsync(Token);
            // What came before the B-frames gave themselves away may have no picture: the gate is only just learning.
            Assert.True(frame.HasPicture || (frame.Number < 3 && value != "0"));
            var isWhole = frame.HasPicture;
            using var picture = frame.TakePicture();
            Assert.True(!isWhole || whole[(int)frame.Number].AsSpan().SequenceEqual(picture.Data.Span), $"Frame {frame.Number} differs.");
        }

        Assert.All(last, frame => Assert.NotNull(frame));
        Assert.Equal(format, last[^1]!.Format);
    }

    private static SupervisedSource Camera(string source) => new(
        "camera", SourceAddress.Parse(source), new CaptureOptions { MaxRetrySeconds = 1, Decode = DecodeTime.WhenNeeded }, TimeProvider.System, new Random(1), NullLogger.Instance);

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
