using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Events;

/// <summary>A frame that may be kept, as it came, with what is known of it. Whoever takes it disposes it.</summary>
/// <param name="Frame">The picture.</param>
/// <param name="Motion">What the gate said of it.</param>
/// <param name="Sharpness">Of what moved, see <see cref="Events.Sharpness"/>; 0 if unknown.</param>
/// <param name="Quiet">Belongs to no event yet: pre-roll of what may come.</param>
internal sealed record Shot(Frame Frame, MotionResult Motion, double Sharpness, bool Quiet) : IDisposable
{
    public DateTimeOffset Time => Frame.Time;

    /// <summary>How well it shows what moved: large and sharp is best; 0 if nothing did.</summary>
    public double Worth => Motion.Motion ? Motion.Score * (1 + Sharpness) : 0;

    public void Dispose() => Frame.Dispose();
}
