namespace CloudCctv.Uploader.Motion;

/// <summary>Decides for each frame of one camera whether something moved. Not thread-safe.</summary>
public interface IMotionGate
{
    /// <exception cref="ArgumentException">The luma has fewer pixels than its size says.</exception>
    MotionResult Next(Luma luma);

    /// <summary>Takes the next picture as the undisturbed scene: what differs from it is motion.</summary>
    void Snap();
}
