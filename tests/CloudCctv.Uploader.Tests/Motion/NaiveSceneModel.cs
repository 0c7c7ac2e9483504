namespace CloudCctv.Uploader.Tests.Motion;

/// <summary>The scene model in plain words: blur, compare, count, follow, one point at a time. What the fast one must equal.</summary>
public sealed class NaiveSceneModel(int width, int height)
{
    private readonly int[] slow = new int[width * height];
    private readonly int[] fast = new int[width * height];
    private readonly int blocksWide = (width + 3) / 4;

    /// <returns>Per block: points changed and moving, mean absolute difference in 1/128 levels; and the drift of the unchanged points.</returns>
    public (int[] Changed, int[] Moving, int[] Spread, int Drift) Compare(byte[] luma, short[] thresholds, int slowShift, int fastShift, int light)
    {
        int blocks = blocksWide * ((height + 3) / 4), drift = 0;
        int[] changed = new int[blocks], moving = new int[blocks], spread = new int[blocks];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                int at = (y * width) + x, block = (y / 4 * blocksWide) + (x / 4);
                var picture = Blurred(luma, x, y);
                var scene = Math.Clamp(slow[at] + light, 0, 255 * 128);
                int difference = picture - scene, movement = picture - fast[at];
                var hasChanged = Math.Abs(difference) > thresholds[block];
                changed[block] += hasChanged ? 1 : 0;
                moving[block] += Math.Abs(movement) > thresholds[block] ? 1 : 0;
                spread[block] += Math.Abs(difference) / 16;
                drift += hasChanged ? 0 : (int)Math.Floor((difference + 64) / 128.0);
                slow[at] = scene + (int)Math.Floor(difference / Math.Pow(2, slowShift));
                fast[at] += (int)Math.Floor(movement / Math.Pow(2, fastShift));
            }
        }

        return (changed, moving, spread, drift);
    }

    // Weights 1 2 1 / 2 4 2 / 1 2 1, their sum 16; beyond the edge the edge repeats. In 1/128 levels.
    private int Blurred(byte[] luma, int x, int y)
    {
        var sum = 0;
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
            {
                int px = Math.Clamp(x + dx, 0, width - 1), py = Math.Clamp(y + dy, 0, height - 1);
                sum += (2 - Math.Abs(dx)) * (2 - Math.Abs(dy)) * luma[(py * width) + px];
            }
        }

        return sum * 8;
    }
}
