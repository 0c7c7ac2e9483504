using CloudCctv.Imaging;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Clips;

/// <summary>Clips by the real ffmpeg, looked at by the real ffprobe.</summary>
public sealed class ClipRecorderTests : IDisposable
{
    private const string File = "2026-11-20/073205-4k7x9m2q.mp4";

    private readonly TempFolder folder = new();

    private string Clip => folder.File(File);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ClipCodec.H264, "h264,yuv420p")]
    [InlineData(ClipCodec.Copy, "mjpeg,yuvj420p")]
    public async Task Event_FramesUnevenlyFarApart_ClipHasTheirTimes(ClipCodec codec, string expected)
    {
        double[] seconds = [0, 0.1, 0.2, 0.7, 0.8, 2.5, 2.6, 2.7, 2.8, 4.2];

        await ClipSample.RecordAsync(folder.Path, Options with { Codec = codec }, ClipSample.Jpegs(10).Zip(seconds));

        Assert.Equal([File], ClipSample.Files(folder.Path));
        Assert.Equal(expected, ClipSample.Probe(Clip, "stream=codec_name,pix_fmt").Single());
        Assert.Equal(seconds, ClipSample.Times(Clip), (one, other) => Math.Abs(one - other) < 0.002);
        Assert.InRange(ClipSample.Seconds(Clip), 4.2, 4.4);
    }

    [Fact]
    public async Task Event_AnyClip_CanStartToPlayBeforeItIsLoaded()
    {
        await ClipSample.RecordAsync(folder.Path, Options, ClipSample.Jpegs(5).Select((jpeg, i) => (jpeg, i * 0.1)));

        using var file = System.IO.File.OpenRead(Clip);
        var boxes = Mp4File.Boxes(file).Select(box => box.Type).ToList();
        Assert.True(boxes.IndexOf("moov") is > 0 and var moov && moov < boxes.IndexOf("mdat"), string.Join(' ', boxes));
    }

    [Fact]
    public async Task Event_FasterThanAsked_IsThinned()
    {
        await ClipSample.RecordAsync(folder.Path, Options with { FramesPerSecond = 5 }, ClipSample.Jpegs(30).Select((jpeg, i) => (jpeg, i * 0.04)));

        Assert.Equal(6, ClipSample.Times(Clip).Length);
    }

    [Fact]
    public async Task Event_OddSidesAndDecodedFrames_AreFilmedToo()
    {
        await using (var maker = ClipSample.Maker(Options, folder.Path))
        {
            ClipSample.Feed(new ClipRecorder(maker, NullLogger.Instance), Enumerable.Range(0, 5).Select(i => Grey(i, 321, 241)));
        }

        Assert.Equal("320,240", ClipSample.Probe(Clip, "stream=width,height").Single());
        Assert.Equal(5, ClipSample.Times(Clip).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Overlay_AsAsked_DrawsTheTimeThatTicks(bool overlay)
    {
        Assert.SkipWhen(ClipArguments.Font is null, "no font is installed");
        var grey = ClipSample.Jpegs(1, "color=c=gray:size=640x480")[0];

        await ClipSample.RecordAsync(folder.Path, Options with { Overlay = overlay, Quality = 90 }, [(grey, 0), (grey, 0.5), (grey, 0.9)]);

        // 07:32:05.25, :05.75 and :06.15: only between the last two the text changes.
        Ffmpeg.Run("-i", Clip, "-vf", "format=gray,crop=360:40:0:0", "-f", "rawvideo", "-fps_mode", "passthrough", folder.File("corner"));
        var frames = System.IO.File.ReadAllBytes(folder.File("corner")).Chunk(360 * 40).ToList();
        Assert.Equal(3, frames.Count);
        Assert.All(frames, frame => Assert.Equal(overlay, frame.Count(pixel => pixel > 200) > 200));
        Assert.InRange(Changed(frames[0], frames[1]), 0, 5);
        Assert.Equal(overlay, Changed(frames[1], frames[2]) > 20);
    }

    [Fact]
    public async Task Disk_OldClipsFillTheBound_OldestMakeRoom()
    {
        var days = Enumerable.Range(10, 9).Select(day => $"2026-11-{day}/120000-00000000.mp4").ToList();
        foreach (var day in days)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(day))!);
            using var old = System.IO.File.Create(folder.File(day));
            old.SetLength(6_000_000);
        }

        await ClipSample.RecordAsync(folder.Path, Options with { MaximumMegabytes = 50 }, ClipSample.Jpegs(5).Select((jpeg, i) => (jpeg, i * 0.1)));

        Assert.Equal([.. days.Skip(4), File], ClipSample.Files(folder.Path));
        Assert.False(Directory.Exists(folder.File("2026-11-10")));
    }

    [Fact]
    public async Task Disk_EventLargerThanAClipMayBe_ClipEndsThereAndPlays()
    {
        var noise = ClipSample.Jpegs(8, "nullsrc=size=320x240,geq=random(1)*255:128:128");
        var options = Options with { MaximumMegabytes = 50, Quality = 100 };

        await ClipSample.RecordAsync(folder.Path, options, Enumerable.Range(0, 200).Select(i => (noise[i % 8], i * 0.1)));

        // Half a second more may be on its way when the limit is reached.
        Assert.InRange(new FileInfo(Clip).Length, options.MaximumClipBytes / 2, options.MaximumClipBytes * 5 / 4);
        Assert.InRange(ClipSample.Seconds(Clip), 1, 19);
    }

    [Fact]
    public async Task SlowEncoder_FramesAreDroppedAndCountedAndTheClipIsFinished()
    {
        var noise = ClipSample.Jpegs(2, "nullsrc=size=1280x720,geq=random(1)*255:128:128", quality: "1");

        var dropped = await ClipSample.RecordAsync(folder.Path, Options with { FramesPerSecond = 60, MaximumMegabytes = 100_000 }, Enumerable.Range(0, 200).Select(i => (noise[i % 2], i * 0.05)));

        Assert.InRange(dropped, 1, 199);
        Assert.Equal(200 - dropped, ClipSample.Times(Clip).Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_HoweverItEnds_EveryBufferIsGivenBack(bool writable)
    {
        if (!writable)
        {
            System.IO.File.WriteAllText(folder.File("clips"), "a file where the folder should be");
        }

        var jpeg = ClipSample.Jpegs(1)[0];
        var frames = Enumerable.Range(0, 50).Select(i => ClipSample.JpegFrame(i, jpeg, ClipSample.Start.AddSeconds(i * 0.1))).ToList();
        var run = new ClipRun(ClipSample.Event(), new ClipFolder(folder.File("clips"), Options), Options, null, TestContext.Current.CancellationToken);
        frames.ForEach(run.Offer);
        run.End();
        var fault = await Record.ExceptionAsync(() => run.Finished);

        Assert.Equal(writable, fault is null);
        Assert.All(frames, frame => Assert.Throws<ObjectDisposedException>(() => frame.Data.Memory));
    }

    [Fact]
    public async Task ClipsCannotBeWritten_EvidenceIsAsEver()
    {
        System.IO.File.WriteAllText(folder.File("clips"), "a file where the folder should be");
        using var spool = new SpoolFolder(folder.File("spool"));
        using var spooler = new EventSpooler(spool, "pi", "farm", "gate", new BatchOptions(), new Random(1), NullLogger.Instance);
        var clips = ClipSample.Maker(Options, folder.File("clips"));
        await using (clips)
        {
            var tap = new ClipRecorder(clips, NullLogger.Instance);
            using var recorder = new EventRecorder(new EventOptions(), spooler, tap);
            for (var i = 0; i < 100; i++)
            {
                recorder.Next(EventSample.Frame(i, ClipSample.Start.AddMilliseconds(100 * i)), i < 50 ? EventSample.Moved() : EventSample.Still);
            }

            tap.Ended();
        }

        Assert.Equal(0, clips.Clips);
        Assert.Equal((1, 5), (spooler.Events, spooler.Batches));
    }

    [Fact]
    public async Task Recording_NotYetEnded_CanBePlayedUpToASecondAgo()
    {
        var run = new ClipRun(ClipSample.Event(), new ClipFolder(folder.Path, Options), Options, null, TestContext.Current.CancellationToken);
        ClipSample.Jpegs(40).Select((jpeg, i) => ClipSample.JpegFrame(i, jpeg, ClipSample.Start.AddSeconds(i * 0.1))).ToList().ForEach(run.Offer);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (ClipSample.Files(folder.Path) is not [var part] || ClipSample.PacketsSoFar(folder.File(part)) < 30)
        {
            await Task.Delay(50, deadline.Token);
        }

        run.End();
        await run.Finished;
        Assert.Equal(40, ClipSample.Times(Clip).Length);
    }

    [Fact]
    public async Task Restart_PartsOfAnEarlierRun_AreFinishedOrRemoved()
    {
        await ClipSample.RecordAsync(folder.Path, Options, ClipSample.Jpegs(50).Select((jpeg, i) => (jpeg, i * 0.1)));
        var part = folder.File("2026-11-20", "073205-4k7x9m2q.mkv.part");
        Ffmpeg.Run("-i", Clip, "-c", "copy", "-cluster_time_limit", "500", "-f", "matroska", part);
        using (var cut = System.IO.File.OpenWrite(part))
        {
            cut.SetLength(cut.Length * 2 / 3);
        }

        System.IO.File.Move(Clip, Path.ChangeExtension(Clip, ".mp4.new"));
        System.IO.File.WriteAllBytes(folder.File("2026-11-20", "080000-00000000.mkv.part"), []);
        System.IO.File.WriteAllText(folder.File("2026-11-20", "090000-00000000.mkv.part"), "no film at all");

        var maker = ClipSample.Maker(Options, folder.Path);
        await maker.DisposeAsync();

        Assert.Equal([File], ClipSample.Files(folder.Path));
        Assert.Equal(1, maker.Clips);
        Assert.InRange(ClipSample.Seconds(Clip), 2.5, 4.5);
    }

    private static ClipOptions Options => new() { Enabled = true };

    private static Frame Grey(int number, int width, int height)
    {
        var data = PooledBytes.Rent((width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2)));
        data.Span.Fill(128);
        return new Frame(number, ClipSample.Start.AddSeconds(number * 0.2), FrameFormat.Yuv420, data) { Width = width, Height = height, FullRange = false };
    }

    private static int Changed(byte[] one, byte[] other) => one.Zip(other).Count(pair => Math.Abs(pair.First - pair.Second) > 60);
}
