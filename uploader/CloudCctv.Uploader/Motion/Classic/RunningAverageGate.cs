namespace CloudCctv.Uploader.Motion.Classic;

/// <summary>
/// Background subtraction as it is taught: blur, difference from a weighted running average, threshold, erosion, dilation, boxes
/// around what is left. Kept for those who know its numbers; it takes every leaf and cloud for motion. Not thread-safe.
/// </summary>
/// <param name="options">Its own numbers are in <see cref="MotionOptions.RunningAverage"/>.</param>
public sealed class RunningAverageGate(MotionOptions options) : IMotionGate
{
    private PointMask? mask;
    private float[] average = [];
    private int warmUpLeft;

    public void Snap() => mask = null;

    public MotionResult Next(Luma luma)
    {
        var isNew = mask is null || !mask.Fits(luma);
        if (mask is null || isNew)
        {
            mask = new PointMask(options, luma.Width, luma.Height);
            average = new float[luma.Width * luma.Height];
            warmUpLeft = options.WarmUpFrames;
        }

        Compare(luma, mask, weight: isNew ? 1 : (float)options.RunningAverage.Weight);
        if (warmUpLeft > 0)
        {
            warmUpLeft--;
            return MotionResult.Nothing(GateState.WarmingUp);
        }

        mask.Erode(options.RunningAverage.ErodeIterations);
        mask.Dilate(options.RunningAverage.DilateIterations);
        return mask.Regions();
    }

    private void Compare(Luma luma, PointMask into, float weight)
    {
        var pixels = luma.Pixels.Span;
        for (var y = 0; y < luma.Height; y++)
        {
            for (var x = 0; x < luma.Width; x++)
            {
                var point = (y * luma.Width) + x;
                var difference = Blurred(pixels, luma, x, y) - average[point];
                into.Set(point, Math.Abs(difference) >= options.RunningAverage.Threshold);
                average[point] += weight * difference;
            }
        }
    }

    // 3 × 3 mean; beyond the edge the edge repeats. On a picture of a quarter it is as wide as 12 × 12 of the camera's.
    private static float Blurred(ReadOnlySpan<byte> pixels, Luma luma, int x, int y)
    {
        var sum = 0;
        for (var dy = -1; dy <= 1; dy++)
        {
            var row = Math.Clamp(y + dy, 0, luma.Height - 1) * luma.Width;
            sum += pixels[row + Math.Max(x - 1, 0)] + pixels[row + x] + pixels[row + Math.Min(x + 1, luma.Width - 1)];
        }

        return sum / 9f;
    }
}
