namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>
/// Learns what the place looks like, how it flickers and how its light goes, and takes for motion what differs from all that and
/// moves. A frame's luma is compared with a slow and a fast average of the scene; blocks that differ make regions; a region that is
/// large enough, stirs, lies where it matters and is more than light is motion. A change of the whole picture at once is learned
/// anew. Not thread-safe.
/// </summary>
/// <param name="options">What counts.</param>
public sealed class AdaptiveGate(MotionOptions options) : IMotionGate
{
    private AdaptiveScene? scene;

    public void Snap() => scene = null;

    public MotionResult Next(Luma luma)
    {
        if (scene is null || !scene.Fits(luma))
        {
            scene = new AdaptiveScene(options, luma);
        }

        return scene.Next(luma.Pixels.Span);
    }
}
