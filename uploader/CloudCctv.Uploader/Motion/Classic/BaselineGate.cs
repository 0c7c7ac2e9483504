namespace CloudCctv.Uploader.Motion.Classic;

/// <summary>
/// Motion is whatever makes the mean squared difference from a snap of the undisturbed scene exceed a threshold. The snap never
/// ages: for rooms with lamps, and for seeing that something is missing. Not thread-safe.
/// </summary>
/// <param name="options">Its own numbers are in <see cref="MotionOptions.Baseline"/>.</param>
public sealed class BaselineGate(MotionOptions options) : IMotionGate
{
    private PointMask? mask;
    private byte[] snap = [];

    public void Snap() => mask = null;

    public MotionResult Next(Luma luma)
    {
        var pixels = luma.Pixels.Span[..(luma.Width * luma.Height)];
        if (mask is null || !mask.Fits(luma))
        {
            mask = new PointMask(options, luma.Width, luma.Height);
            snap = pixels.ToArray();
            return MotionResult.Nothing(GateState.WarmingUp);
        }

        long sum = 0;
        for (var point = 0; point < pixels.Length; point++)
        {
            var difference = pixels[point] - snap[point];
            sum += mask.IsWatched(point) ? difference * difference : 0;
            mask.Set(point, difference * difference > options.Baseline.MeanSquaredError);
        }

        var everything = mask.Everything();
        return sum > options.Baseline.MeanSquaredError * mask.WatchedPoints ? everything : MotionResult.Nothing(GateState.Watching);
    }
}
