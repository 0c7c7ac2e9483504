using CloudCctv.Contracts.Batches;
using CloudCctv.Imaging;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Events;

/// <summary>A frame of an event, as JPEG. Whoever takes it disposes it.</summary>
/// <param name="Jpeg">The file.</param>
/// <param name="Time">When it was taken, UTC.</param>
/// <param name="Motion">What the gate said of it.</param>
public sealed record KeptFrame(PooledBytes Jpeg, DateTimeOffset Time, MotionResult Motion) : IDisposable
{
    /// <summary>Of what moved, see <see cref="Events.Sharpness"/>; 0 if unknown.</summary>
    public double Sharpness { get; init; }

    /// <inheritdoc cref="FrameRecord.Moment"/>
    public string? Moment { get; init; }

    /// <inheritdoc cref="FrameRecord.Changes"/>
    public IReadOnlyList<SceneChange>? Changes { get; init; }

    public void Dispose() => Jpeg.Dispose();
}
