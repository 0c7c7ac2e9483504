using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Health.Cameras;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>One camera, from its pictures to the sink of its events: capture → luma → gate → recorder.</summary>
public sealed class CameraPipeline(CameraSettings camera, IFrameSource source, IEventSink sink, ILogger logger, IEventTap? tap = null)
{
    private readonly IdleRate idle = new(camera.Capture.IdleFramesPerSecond);
    private EventRecorder? current;
    private int dismissed;
    private volatile MotionOptions motionOptions = camera.Motion;

    public long FramesSeen { get; private set; }

    public long FramesMoved { get; private set; }

    /// <summary>Motion that was over too soon to be an event.</summary>
    public int Dismissed => dismissed + (current?.Dismissed ?? 0);

    /// <summary>Hears of each picture.</summary>
    public CameraHealth? Health { get; init; }

    /// <summary>Runs to the end of a recording, or until cancelled. What is in hand then is handed to the sink.</summary>
    /// <exception cref="CaptureException">A recording cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var lumaReader = new LumaReader((JpegScale)camera.Motion.Scale);
        using var recorder = new EventRecorder(camera.Events, sink, tap);
        current = recorder;
        var options = motionOptions;
        var gate = MotionGate.Create(options);
        try
        {
            await foreach (var frame in source.ReadAsync(cancellationToken))
            {
                FramesSeen++;
                if (motionOptions != options)
                {
                    // The stream goes on; the new gate learns the scene anew.
                    options = motionOptions;
                    gate = MotionGate.Create(options);
                }

                if (idle.Skips(frame.Time))
                {
                    frame.Dispose();
                    continue;
                }

                await StepAsync(frame, lumaReader, gate, recorder, cancellationToken);
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
    public void SourceLost()
    {
        current?.Stop();
        Health?.Lose();
    }

    /// <summary>
    /// The device's clock was set: the event ends here, and no picture with a time of before is taken along. To be called
    /// between two frames.
    /// </summary>
    public void ClockSet() => current?.StopAndForget();

    /// <summary>From the next frame on, this is what counts as motion.</summary>
    public void Use(MotionOptions motion) => motionOptions = motion;

    private async ValueTask StepAsync(Frame frame, LumaReader lumaReader, IMotionGate gate, EventRecorder recorder, CancellationToken cancellationToken)
    {
        try
        {
            var luma = lumaReader.Read(frame);
            Health?.Saw(luma, frame.Time);
            var motion = gate.Next(luma);
            FramesMoved += motion.Motion ? 1 : 0;
            idle.Judged(frame.Time, motion.Motion);
            var sharpness = Sharpness.Of(luma, motion.Box);
            if (motion.Motion || recorder.IsOpen)
            {
                await frame.RecallAsync(cancellationToken);
            }

            recorder.Next(frame, motion, sharpness);
        }
        catch (JpegException exception)
        {
            // Bad links cut pictures short: one lost frame is no reason to stop watching.
            logger.FrameUnreadable(camera.Name, frame.Number, exception.Message);
            frame.Dispose();
        }
    }
}
