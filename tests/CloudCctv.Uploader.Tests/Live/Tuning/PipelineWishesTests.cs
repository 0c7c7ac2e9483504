using System.Threading.Channels;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Live.Saved;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Tests.Clips;
using CloudCctv.Uploader.Tests.Live.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Live.Tuning;

/// <summary>What people ask for on the page happens between two frames of the running pipeline.</summary>
public sealed class PipelineWishesTests : IAsyncDisposable
{
    private const int Size = 160;

    private readonly Channel<(int Left, TaskCompletionSource Done)> scenes = Channel.CreateUnbounded<(int, TaskCompletionSource)>();
    private readonly CameraViews views = new(new LiveOptions(), new ManualTimeProvider());
    private readonly TempFolder folder = new();
    private readonly CountingSink sink = new();
    private readonly CameraView view;
    private readonly ClipMaker maker;
    private readonly DemandRecorder demand;
    private readonly CameraPipeline pipeline;
    private readonly Task running;
    private int frames;

    public PipelineWishesTests()
    {
        var camera = new CameraSettings
        {
            Name = "gate",
            Source = "/",
            Motion = new MotionOptions { Mode = MotionMode.Baseline },
            Events = new EventOptions { MinimumMotionFrames = 2, QuietFrames = 2, PreRollFrames = 2, KeepFramesPerSecond = 100 },
        };
        view = views.Open(camera);
        view.Scene = new SceneKeeper(folder.File("scenes"), "gate", NullLogger.Instance);
        maker = new ClipMaker("gate", new ClipOptions(), folder.File("clips"), TimeProvider.System, NullLogger.Instance);
        demand = new DemandRecorder(maker, "farm", "gate", TimeProvider.System, new Random(1), NullLogger.Instance);
        pipeline = new CameraPipeline(camera, new SceneSource(this), sink, NullLogger.Instance) { View = view, Demand = demand };
        running = pipeline.RunAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        scenes.Writer.Complete();
        await running;
        await maker.DisposeAsync();
        views.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task MonitoringStopped_FramesAreShownAndNothingIsRecorded()
    {
        await FilmAsync(5, nothing: true);
        view.Monitoring = false;
        await FilmAsync(8);
        Assert.Equal((0, true), (sink.Events, view.LastMotion!.Motion));

        view.Monitoring = true;
        await FilmAsync(3);

        Assert.Equal(1, sink.Events);
        // Nothing from the time when nobody wanted it recorded.
        Assert.True(sink.First >= 13, $"Frame {sink.First} was recorded.");
    }

    [Fact]
    public async Task MonitoringStopped_DuringAnEvent_EndsIt()
    {
        await FilmAsync(5, nothing: true);
        await FilmAsync(4);
        Assert.Equal((1, 0), (sink.Events, sink.Ended));

        view.Monitoring = false;
        await FilmAsync(1);

        Assert.Equal(1, sink.Ended);
    }

    [Fact]
    public async Task MaskDrawn_CountsFromTheNextFrameOn()
    {
        await FilmAsync(5, nothing: true);
        await FilmAsync(1);
        Assert.True(view.LastMotion!.Motion);

        view.Use(view.Motion with { Masks = [new Polygon("all", [new(0, 0), new(1, 0), new(1, 1), new(0, 1)])] });
        await FilmAsync(12);

        Assert.Equal((GateState.Watching, false), (view.LastMotion.State, view.LastMotion.Motion));
        Assert.Null(view.TakeMotion());
    }

    [Fact]
    public async Task Snap_TakesTheSceneAsItIsForUndisturbed()
    {
        await FilmAsync(5, nothing: true);
        await FilmAsync(1);
        Assert.True(view.LastMotion!.Motion);

        view.Snap();
        // What stands there now has always stood there.
        await FilmAsync(10, standing: true);

        Assert.False(view.LastMotion.Motion);
    }

    [Fact]
    public async Task Baseline_PictureOfTheSceneIsKept_UntilTheNextSnap()
    {
        await FilmAsync(5, nothing: true);
        Assert.Equal(DateTimeOffset.UnixEpoch, view.Scene!.Time);

        view.Use(view.Motion with { Sensitivity = 80 });
        await FilmAsync(2);
        Assert.Equal((DateTimeOffset.UnixEpoch, true), (view.Scene.Time, view.LastMotion!.Motion));

        view.Snap();
        await FilmAsync(1, standing: true);

        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(0.7), view.Scene.Time);
        using var decoder = new JpegDecoder();
        Assert.Equal(new JpegHeader(Size, Size), decoder.ReadHeader(await File.ReadAllBytesAsync(view.Scene.FilePath, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Recording_WhileMonitoringIsStopped_GoesOnAllTheSame()
    {
        demand.Start();
        view.Monitoring = false;
        await FilmAsync(10, nothing: true);
        demand.Stop();
        await FilmAsync(1, nothing: true);

        await LiveScene.UntilAsync(() => maker.Clips == 1);
        Assert.Equal(10, ClipSample.Times(folder.File("clips", Assert.Single(ClipSample.Files(folder.File("clips"))))).Length);
    }

    /// <summary>A white square before grey, which moves on unless it stands.</summary>
    private async Task FilmAsync(int count, bool nothing = false, bool standing = false)
    {
        for (var i = 0; i < count; i++)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await scenes.Writer.WriteAsync((nothing ? -1 : standing ? 40 : frames * 24 % (Size - 40), done));
            await done.Task;
        }
    }

    private sealed class SceneSource(PipelineWishesTests test) : IFrameSource
    {
        public async IAsyncEnumerable<Frame> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var (left, done) in test.scenes.Reader.ReadAllAsync(cancellationToken))
            {
                yield return Draw(test.frames++, left);
                // The pipeline asks for the next frame when it has worked on this one.
                done.SetResult();
            }
        }

        private static Frame Draw(int number, int left)
        {
            var data = PooledBytes.Rent(Size * Size * 3 / 2);
            data.Span.Fill(100);
            data.Span[(Size * Size)..].Fill(128);
            for (var y = 40; y < 80 && left >= 0; y++)
            {
                data.Span.Slice((y * Size) + left, 40).Fill(235);
            }

            return new Frame(number, DateTimeOffset.UnixEpoch.AddSeconds(number / 10.0), FrameFormat.Yuv420, data) { Width = Size, Height = Size };
        }
    }

    private sealed class CountingSink : IEventSink
    {
        public int Events { get; private set; }

        public int Ended { get; private set; }

        /// <summary>Number of the first frame of the last event.</summary>
        public int First { get; private set; }

        public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
        {
            Events++;
            First = (int)Math.Round((firstFrames[0].Time - DateTimeOffset.UnixEpoch).TotalSeconds * 10);
            firstFrames.ToList().ForEach(frame => frame.Dispose());
            return new EventName("farm", "gate", firstFrames[0].Time, "00000001");
        }

        public void Add(KeptFrame frame) => frame.Dispose();

        public void End() => Ended++;
    }
}
