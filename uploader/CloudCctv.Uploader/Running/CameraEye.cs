using CloudCctv.Imaging.Erasing;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Privacy;

namespace CloudCctv.Uploader.Running;

/// <summary>The gate that a camera's pictures go through and the reader of its small grey pictures: both follow the options. Not thread-safe.</summary>
internal sealed class CameraEye : IDisposable
{
    private readonly PlaneEraser? hidden;
    private MotionOptions options;
    private LumaReader reader;
    private IMotionGate gate;

    public CameraEye(MotionOptions options, PrivacyOptions privacy)
    {
        this.options = options;
        hidden = privacy.Masks.Count > 0 ? new PlaneEraser(PrivacyMask.CoversOf(privacy.Masks)) : null;
        reader = new LumaReader((JpegScale)options.Scale, hidden);
        gate = MotionGate.Create(options);
    }

    /// <summary>Other options make a new gate, which learns the scene anew. The stream goes on.</summary>
    public void Follow(MotionOptions wanted)
    {
        if (ReferenceEquals(wanted, options))
        {
            return;
        }

        reader.Dispose();
        options = wanted;
        reader = new LumaReader((JpegScale)options.Scale, hidden);
        gate = MotionGate.Create(options, gate);
    }

    public void Snap() => gate.Snap();

    /// <exception cref="JpegException">The frame's JPEG cannot be decoded.</exception>
    public Luma Read(Frame frame) => reader.Read(frame);

    public MotionResult Judge(Luma luma) => gate.Next(luma);

    public void Dispose() => reader.Dispose();
}
