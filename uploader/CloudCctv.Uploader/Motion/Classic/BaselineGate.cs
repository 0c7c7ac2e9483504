namespace CloudCctv.Uploader.Motion.Classic;

/// <summary>
/// Motion is whatever makes the mean squared difference from a snap of the undisturbed scene exceed a threshold. The snap never
/// ages: for rooms with lamps, and for seeing that something is missing. Not thread-safe.
/// </summary>
/// <param name="options">Its own numbers are in <see cref="MotionOptions.Baseline"/>.</param>
/// <param name="before">The gate whose place this one takes: its snap stays, whatever numbers change. Null for none.</param>
public sealed class BaselineGate(MotionOptions options, BaselineGate? before = null) : IMotionGate
{
    private PointMask? mask;
    private Scene? scene = before?.scene;

    public void Snap() => scene = null;

    public MotionResult Next(Luma luma)
    {
        var pixels = luma.Pixels.Span[..(luma.Width * luma.Height)];
        if (scene is null || !scene.Fits(luma))
        {
            scene = new Scene(pixels.ToArray(), luma.Width, luma.Height);
            return MotionResult.Nothing(GateState.WarmingUp);
        }

        if (mask is null || !mask.Fits(luma))
        {
            mask = new PointMask(options, luma.Width, luma.Height);
        }

        long sum = 0;
        for (var point = 0; point < pixels.Length; point++)
        {
            var difference = pixels[point] - scene.Pixels[point];
            sum += mask.IsWatched(point) ? difference * difference : 0;
            mask.Set(point, difference * difference > options.Baseline.MeanSquaredError);
        }

        var everything = mask.Everything();
        var result = sum > options.Baseline.MeanSquaredError * mask.WatchedPoints ? everything : MotionResult.Nothing(GateState.Watching);
        return result with { Difference = mask.Mean(sum) };
    }

    private sealed record Scene(byte[] Pixels, int Width, int Height)
    {
        public bool Fits(Luma luma) => (Width, Height) == (luma.Width, luma.Height);
    }
}
