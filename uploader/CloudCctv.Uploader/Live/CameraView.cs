using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Live.Pictures;
using CloudCctv.Uploader.Live.Saved;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Motion.Lines;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Live;

/// <summary>
/// What the live page and a camera's pipeline know of each other: the pipeline hands its frames in and asks before each one
/// what people wish. Thread-safe, except that one pipeline at a time uses it.
/// </summary>
public sealed class CameraView : IDisposable
{
    private readonly TimeProvider clock;
    private CameraSettings camera;
    private MotionOptions motion;
    private MotionOptions? wishedMotion;
    private int snapWished;
    private volatile bool monitoring = true;
    private volatile bool lost;
    private volatile Seen? last;
    private volatile IReadOnlyList<LineCount> lines = [];

    internal CameraView(CameraSettings camera, LiveOptions options, TimeProvider clock)
    {
        (this.camera, motion, this.clock) = (camera, camera.Motion, clock);
        Feed = new PictureFeed(options.FramesPerSecond, options.JpegQuality, clock);
    }

    public string Name => camera.Name;

    /// <summary>False while somebody has stopped it: frames are shown, nothing is recorded. Not kept over a restart.</summary>
    public bool Monitoring
    {
        get => monitoring;
        set => monitoring = value;
    }

    /// <summary>Why the camera cannot be watched at all; null if it can.</summary>
    public string? Fault { get; set; }

    /// <summary>Whether somebody looks on: then every frame is worth its decoding.</summary>
    public bool IsWatched => Feed.Watchers > 0;

    /// <summary>Records when somebody asks for it; null where that is not possible.</summary>
    public DemandRecorder? Recorder { get; set; }

    internal PictureFeed Feed { get; }

    /// <summary>Keeps the picture of the undisturbed scene; null if nobody does.</summary>
    internal SceneKeeper? Scene { get; set; }

    internal CameraSettings Camera => camera;

    /// <summary>What the gate uses from the next frame on.</summary>
    internal MotionOptions Motion => Volatile.Read(ref motion);

    /// <summary>When the last frame came, UTC by this computer's clock; null before the first.</summary>
    internal DateTimeOffset? LastFrame => last?.Time;

    internal bool IsLost => lost;

    /// <summary>What has crossed the camera's lines since the program started.</summary>
    internal IReadOnlyList<LineCount> Lines => lines;

    /// <summary>The gate's last word; null before the first frame.</summary>
    internal MotionResult? LastMotion => last?.Motion;

    /// <summary>The pipeline's frame, which stays its own. Never waits.</summary>
    public void Publish(Frame frame, MotionResult result, IReadOnlyList<LineCount>? counts = null)
    {
        lines = counts ?? [];
        last = new Seen(result, clock.GetUtcNow());
        lost = false;
        Feed.Publish(frame, result);
    }

    /// <summary>The camera is gone; <see cref="Publish"/> says that it is back.</summary>
    public void Lost()
    {
        lost = true;
        Feed.Clear();
    }

    /// <summary>New motion settings for the pipeline's gate, once; null if nobody has changed them.</summary>
    public MotionOptions? TakeMotion() => Volatile.Read(ref wishedMotion) is null ? null : Interlocked.Exchange(ref wishedMotion, null);

    /// <summary>True once after somebody has asked to take the scene as it is now for undisturbed.</summary>
    public bool TakeSnap() => Volatile.Read(ref snapWished) != 0 && Interlocked.Exchange(ref snapWished, 0) != 0;

    public void Dispose() => Feed.Dispose();

    internal void Snap() => Volatile.Write(ref snapWished, 1);

    internal void Use(MotionOptions wished)
    {
        Volatile.Write(ref motion, wished);
        Volatile.Write(ref wishedMotion, wished);
    }

    /// <summary>The pipeline has other motion settings, which did not come from here.</summary>
    internal void Show(MotionOptions inUse)
    {
        Volatile.Write(ref motion, inUse);
        Volatile.Write(ref wishedMotion, null);
    }

    /// <summary>The camera is opened (again) with these settings.</summary>
    internal void Reopen(CameraSettings settings)
    {
        camera = settings;
        Fault = null;
        Recorder = null;
        Volatile.Write(ref motion, settings.Motion);
        Volatile.Write(ref wishedMotion, null);
    }

    private sealed record Seen(MotionResult Motion, DateTimeOffset Time);
}
