using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Live;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>One camera, from its pictures to the sink of its events: capture → luma → gate → recorder.</summary>
public sealed class CameraPipeline(CameraSettings camera, IFrameSource source, IEventSink sink, ILogger logger)
{
    private EventRecorder? current;

    /// <summary>Where the live page looks on and from where people's wishes come; null if there is none.</summary>
    public CameraView? View { get; init; }

    public long FramesSeen { get; private set; }

    public long FramesMoved { get; private set; }

    /// <summary>Runs to the end of a recording, or until cancelled. What is in hand then is handed to the sink.</summary>
    /// <exception cref="CaptureException">A recording cannot be read.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var lumaReader = new LumaReader((JpegScale)camera.Motion.Scale);
        using var recorder = new EventRecorder(camera.Events, sink);
        current = recorder;
        var gate = MotionGate.Create(View?.Motion ?? camera.Motion);
        try
        {
            await foreach (var frame in source.ReadAsync(cancellationToken))
            {
                FramesSeen++;
                gate = Wished(gate);
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
    public void SourceLost()
    {
        current?.Stop();
        View?.Lost();
    }

    // Between two frames, in the pipeline's own thread: gates are not made for two.
    private IMotionGate Wished(IMotionGate gate)
    {
        gate = View?.TakeMotion() is { } options ? MotionGate.Create(options) : gate;
        if (View?.TakeSnap() == true)
        {
            gate.Snap();
        }

        return gate;
    }

    private void Step(Frame frame, LumaReader lumaReader, IMotionGate gate, EventRecorder recorder)
    {
        try
        {
            var motion = gate.Next(lumaReader.Read(frame));
            FramesMoved += motion.Motion ? 1 : 0;
            View?.Publish(frame, motion);
            if (View is { Monitoring: false })
            {
                recorder.Stop();
                frame.Dispose();
                return;
            }

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
