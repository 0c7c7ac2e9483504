using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Health.Cameras;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Motion.Lines;
using CloudCctv.Uploader.Objects;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Reading;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>One camera, from its pictures to the sink of its events: capture → luma → gate → recorder.</summary>
public sealed class CameraPipeline(CameraSettings camera, IFrameSource source, IEventSink sink, ILogger logger, IEventTap? tap = null)
{
    private readonly LineCounter lines = new();
    private readonly IdleRate idle = new(camera.Capture.IdleFramesPerSecond);
    private EventRecorder? current;
    private int dismissed;
    private volatile MotionOptions wanted = camera.Motion;

    /// <summary>Where the live page looks on and from where people's wishes come; null if there is none.</summary>
    public CameraView? View { get; init; }

    public long FramesSeen { get; private set; }

    public long FramesMoved { get; private set; }

    /// <summary>Motion that was over too soon to be an event.</summary>
    public int Dismissed => dismissed + (current?.Dismissed ?? 0);

    /// <summary>Hears of each picture.</summary>
    public CameraHealth? Health { get; init; }

    /// <summary>Looks for things that were taken or left; null if nobody wants to know.</summary>
    internal ObjectWatch? Objects { get; init; }

    /// <summary>Records while somebody wishes it, motion or none; null where nobody can.</summary>
    public DemandRecorder? Demand { get; init; }

    /// <summary>Asked once per event what it may keep; null where nothing has to be saved.</summary>
    public Func<FrameAllowance>? Allowance { get; init; }

    /// <summary>Runs to the end of a recording, or until cancelled. What is in hand then is handed to the sink.</summary>
    /// <exception cref="CaptureException">A recording cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var eye = new CameraEye(wanted, camera.Privacy);
        using var recorder = new EventRecorder(camera.Events, sink, tap, Allowance);
        current = recorder;
        try
        {
            await foreach (var frame in source.ReadAsync(cancellationToken))
            {
                FramesSeen++;
                if (idle.Skips(frame.Time) && View is not { IsWatched: true } && Demand is not { IsWanted: true })
                {
                    frame.Dispose();
                    continue;
                }

                Heed(eye);
                Step(frame, eye, recorder);
            }
        }
        finally
        {
            current = null;
            Objects?.Forget();
            recorder.Stop();
            Demand?.End();
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
        Objects?.Forget();
        Demand?.End();
        Health?.Lose();
        View?.Lost();
    }

    /// <summary>From the next frame on, this is what counts as motion.</summary>
    public void Use(MotionOptions motion)
    {
        // What the live page has saved comes back with the file: the gate has it already, and would only learn anew.
        if (SettingsJson.Text(motion) != SettingsJson.Text(wanted))
        {
            wanted = motion;
            View?.Show(motion);
        }
    }

    /// <summary>
    /// The device's clock was set: the event ends here, and no picture with a time of before is taken along. To be called
    /// between two frames.
    /// </summary>
    public void ClockSet()
    {
        current?.Stop();
        Objects?.Forget();
        Demand?.End();
    }

    // Between two frames, in the pipeline's own thread: gates are not made for two.
    private void Heed(CameraEye eye)
    {
        wanted = View?.TakeMotion() ?? wanted;
        eye.Follow(wanted);
        if (View?.TakeSnap() == true)
        {
            eye.Snap();
        }
    }

    private void Show(Frame frame, MotionResult motion)
    {
        View?.Publish(frame, motion, lines.Counts);
        // The frame by which the baseline gate judges from now on.
        if (wanted.Mode == MotionMode.Baseline && motion.State == GateState.WarmingUp)
        {
            View?.Scene?.Keep(frame);
        }
    }

    private void Step(Frame frame, CameraEye eye, EventRecorder recorder)
    {
        try
        {
            var luma = eye.Read(frame);
            Health?.Saw(luma, frame.Time);
            var motion = eye.Judge(luma);
            FramesMoved += motion.Motion ? 1 : 0;
            idle.Judged(frame.Time, motion.Motion);
            var sharpness = Sharpness.Of(luma, motion.Box);
            lines.Next(wanted.Lines, motion, frame.Time, luma.SourceWidth / (double)luma.SourceHeight);
            Health?.Count(lines.Counts);
            Show(frame, motion);
            Demand?.Next(frame);
            if (View is { Monitoring: false })
            {
                recorder.Stop();
                Objects?.Forget();
                frame.Dispose();
                return;
            }

            Objects?.Next(frame, luma, motion, wanted);
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
