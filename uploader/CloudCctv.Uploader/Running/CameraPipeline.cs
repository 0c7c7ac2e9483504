using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>One camera, from its pictures to the sink of its events: capture → luma → gate → recorder.</summary>
public sealed class CameraPipeline(CameraSettings camera, IFrameSource source, IEventSink sink, ILogger logger)
{
    private readonly IdleRate idle = new(camera.Capture.IdleFramesPerSecond);
    private EventRecorder? current;

    public long FramesSeen { get; private set; }

    public long FramesMoved { get; private set; }

    /// <summary>Runs to the end of a recording, or until cancelled. What is in hand then is handed to the sink.</summary>
    /// <exception cref="CaptureException">A recording cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var lumaReader = new LumaReader();
        using var recorder = new EventRecorder(camera.Events, sink);
        current = recorder;
        var gate = new MotionGate(camera.Motion);
        try
        {
            await foreach (var frame in source.ReadAsync(cancellationToken))
            {
                FramesSeen++;
                if (idle.Skips(frame.Time))
                {
                    frame.Dispose();
                    continue;
                }

                Step(frame, lumaReader, gate, recorder);
            }
        }
        finally
        {
            current = null;
            recorder.Stop();
        }
    }

    /// <summary>
    /// The camera is gone: its event ends here and leaves for the store. To be called between two frames. The last pictures
    /// before somebody cut the cable are those that matter most.
    /// </summary>
    public void SourceLost() => current?.Stop();

    /// <summary>
    /// The device's clock was set: the event ends here, and no picture with a time of before is taken along. To be called
    /// between two frames.
    /// </summary>
    public void ClockSet() => current?.StopAndForget();

    private void Step(Frame frame, LumaReader lumaReader, MotionGate gate, EventRecorder recorder)
    {
        try
        {
            var motion = gate.Next(lumaReader.Read(frame));
            FramesMoved += motion.Motion ? 1 : 0;
            idle.Judged(frame.Time, motion.Motion);
            recorder.Next(frame, motion);
        }
        catch (JpegException exception)
        {
            // Bad links cut pictures short: one lost frame is no reason to stop watching.
            logger.FrameUnreadable(camera.Name, frame.Number, exception.Message);
            frame.Dispose();
        }
    }
}
