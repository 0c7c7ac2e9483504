namespace CloudCctv.Uploader.Motion.Classic;

/// <summary>Motion is whatever makes the mean difference from the picture before exceed a threshold. Not thread-safe.</summary>
/// <param name="options">Its own numbers are in <see cref="MotionOptions.FrameDelta"/>.</param>
public sealed class FrameDeltaGate(MotionOptions options) : IMotionGate
{
    // Points that differ by more stand out in any picture: they make the box.
    private const int BoxLevels = 12;

    private PointMask? mask;
    private byte[] before = [];

    public void Snap() => mask = null;

    public MotionResult Next(Luma luma)
    {
        var pixels = luma.Pixels.Span[..(luma.Width * luma.Height)];
        if (mask is null || !mask.Fits(luma))
        {
            mask = new PointMask(options, luma.Width, luma.Height);
            before = pixels.ToArray();
            return MotionResult.Nothing(GateState.WarmingUp);
        }

        long sum = 0;
        for (var point = 0; point < pixels.Length; point++)
        {
            var difference = Math.Abs(pixels[point] - before[point]);
            sum += mask.IsWatched(point) ? difference : 0;
            mask.Set(point, difference > BoxLevels);
        }

        pixels.CopyTo(before);
        var everything = mask.Everything();
        var result = sum > options.FrameDelta.Threshold * mask.WatchedPoints ? everything : MotionResult.Nothing(GateState.Watching);
        return result with { Difference = mask.Mean(sum) };
    }
}
