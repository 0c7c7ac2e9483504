using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>One camera, from its pictures to the sink of its events: capture → luma → gate → recorder.</summary>
public sealed class CameraPipeline(CameraSettings camera, IFrameSource source, IEventSink sink, ILogger logger, IEventTap? tap = null)
{
    private EventRecorder? current;
    private int dismissed;

    public long FramesSeen { get; private set; }

    public long FramesMoved { get; private set; }

    /// <summary>Motion that was over too soon to be an event.</summary>
    public int Dismissed => dismissed + (current?.Dismissed ?? 0);

    /// <summary>Runs to the end of a recording, or until cancelled. What is in hand then is handed to the sink.</summary>
    /// <exception cref="CaptureException">A recording cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var lumaReader = new LumaReader((JpegScale)camera.Motion.Scale);
        using var recorder = new EventRecorder(camera.Events, sink, tap);
        current = recorder;
        var gate = MotionGate.Create(camera.Motion);
        try
        {
            await foreach (var frame in source.ReadAsync(cancellationToken))
            {
                FramesSeen++;
                Step(frame, lumaReader, gate, recorder);
            }
        }
        finally
        {
            current = null;
            recorder.Stop();
            dismissed += recorder.Dismissed;
        }
    }

    /// <summary>
    /// The camera is gone: its event ends here and leaves for the store. To be called between two frames. The last pictures
    /// before somebody cut the cable are those that matter most.
    /// </summary>
    public void SourceLost() => current?.Stop();

    private void Step(Frame frame, LumaReader lumaReader, IMotionGate gate, EventRecorder recorder)
    {
        try
        {
            var luma = lumaReader.Read(frame);
            var motion = gate.Next(luma);
            FramesMoved += motion.Motion ? 1 : 0;
            recorder.Next(frame, motion, Sharpness.Of(luma, motion.Box));
        }
        catch (JpegException exception)
        {
            // Bad links cut pictures short: one lost frame is no reason to stop watching.
            logger.FrameUnreadable(camera.Name, frame.Number, exception.Message);
            frame.Dispose();
        }
    }
}
