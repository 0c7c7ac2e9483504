namespace CloudCctv.Uploader.Objects.Comparison;

/// <summary>By how many points the camera looks elsewhere than before: a pole that was shaken comes to rest a little beside.</summary>
internal readonly record struct SceneShift(int X, int Y)
{
    // 16 pixels of the frame at a quarter of its sides.
    private const int Farthest = 4;

    // A thing that is there or not tells nothing of where the camera looks.
    private const int MostPerPoint = 32;

    // Less is chance, or the thing itself.
    private const double WorthIt = 0.9;

    /// <summary>The shift at which the pictures differ least, if it makes them differ clearly less.</summary>
    public static SceneShift Between(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int width, int height)
    {
        var (best, least) = (default(SceneShift), WorthIt * Difference(before, after, width, height, default));
        for (var y = -Farthest; y <= Farthest; y++)
        {
            for (var x = -Farthest; x <= Farthest; x++)
            {
                var shift = new SceneShift(x, y);
                if (Difference(before, after, width, height, shift) is var difference && difference < least)
                {
                    (best, least) = (shift, difference);
                }
            }
        }

        return best;
    }

    /// <summary>The picture moved by this; what is not known at its rim is as the nearest point.</summary>
    public void Apply(ReadOnlySpan<byte> picture, int width, int height, Span<byte> moved)
    {
        for (var y = 0; y < height; y++)
        {
            var from = picture.Slice(Math.Clamp(y + Y, 0, height - 1) * width, width);
            var to = moved.Slice(y * width, width);
            if (X == 0)
            {
                from.CopyTo(to);
                continue;
            }

            for (var x = 0; x < width; x++)
            {
                to[x] = from[Math.Clamp(x + X, 0, width - 1)];
            }
        }
    }

    private static double Difference(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int width, int height, SceneShift shift)
    {
        var (sum, points) = (0L, 0);
        for (var y = Farthest; y < height - Farthest; y += 2)
        {
            var now = after.Slice(y * width, width);
            var then = before.Slice((y + shift.Y) * width, width);
            for (var x = Farthest; x < width - Farthest; x += 2)
            {
                sum += Math.Min(Math.Abs(now[x] - then[x + shift.X]), MostPerPoint);
                points++;
            }
        }

        return points == 0 ? 0 : (double)sum / points;
    }
}
