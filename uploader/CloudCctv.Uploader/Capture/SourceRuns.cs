using CloudCctv.Uploader.Capture.Http;
using CloudCctv.Uploader.Capture.PiCamera;
using CloudCctv.Uploader.Capture.Rtsp;

namespace CloudCctv.Uploader.Capture;

/// <summary>Opens one source, as often as it takes, with what was learned of it before: its form, its times, its HTTP ways.</summary>
/// <param name="address">The source.</param>
/// <param name="options">How it is read.</param>
/// <param name="clock">For times and waiting.</param>
/// <param name="voice">For what people should know; null where nobody listens.</param>
internal sealed class SourceRuns(SourceAddress address, CaptureOptions options, TimeProvider clock, CameraVoice? voice = null)
{
    private readonly FormatGuess guess = new(address.Kind);
    private readonly RtspMemory rtsp = new();
    private readonly HttpMemory http = new();

    public FrameTimes Times { get; } = new(clock);

    /// <summary>One run of the source, not begun yet.</summary>
    /// <param name="firstNumber">Of its first frame.</param>
    public IFrameSource Open(long firstNumber) => address.Kind switch
    {
        SourceKind.Folder => new JpegFolderSource(address.Location, options.FolderFramesPerSecond, options.MaxSpeed, clock),
        SourceKind.Http => new HttpSource(address, options, http, ThroughFfmpeg(firstNumber), Times, firstNumber, clock),
        SourceKind.Rtsp => new RtspSource(address, options, rtsp, ThroughFfmpeg(firstNumber), Times, firstNumber, clock, voice),
        SourceKind.PiCamera => new PiCameraSource(address, options, Times, firstNumber),
        _ => ThroughFfmpeg(firstNumber),
    };

    private FfmpegSource ThroughFfmpeg(long firstNumber) => new(address, guess, options, Times, firstNumber, clock);
}
