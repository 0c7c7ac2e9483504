using CloudCctv.Detection.Preprocessing;

namespace CloudCctv.Detection.SecondLook;

/// <summary>What several looks at one picture have found, each object once.</summary>
/// <param name="maxOverlap">The card's: of boxes of one label with more intersection over union, the better stays.</param>
internal sealed class Findings(float maxOverlap)
{
    // The same person, seen from afar and closely, has boxes of different size: one then lies mostly in the other.
    private const float MostlyInside = 0.7f;

    // A box that ends this close to the border of a window, in model pixels, was cut by it.
    private const float CutPixels = 2;

    private readonly List<(DetectedObject One, int Look)> all = [];

    /// <summary>Adds what one look found; what the borders of its window have cut is left to the others.</summary>
    public void Add(IReadOnlyList<DetectedObject> found, InputPlan look, int number)
    {
        foreach (var one in found)
        {
            if (!IsCut(one.Box, look))
            {
                all.Add((one, number));
            }
        }
    }

    /// <returns>Highest score first.</returns>
    public IReadOnlyList<DetectedObject> Merge()
    {
        all.Sort(static (a, b) => b.One.Score.CompareTo(a.One.Score));
        var kept = new List<(DetectedObject One, int Look)>(all.Count);
        foreach (var candidate in all)
        {
            if (!kept.Exists(better => IsSame(better, candidate)))
            {
                kept.Add(candidate);
            }
        }

        return [.. kept.Select(one => one.One)];
    }

    private bool IsSame((DetectedObject One, int Look) better, (DetectedObject One, int Look) candidate)
    {
        // Each look has already chosen among its own.
        if (better.Look == candidate.Look || better.One.Label != candidate.One.Label)
        {
            return false;
        }

        ImageBox a = better.One.Box, b = candidate.One.Box;
        var both = Math.Max(Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left), 0) * Math.Max(Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top), 0);
        float areaA = a.Width * a.Height, areaB = b.Width * b.Height;
        return both > maxOverlap * (areaA + areaB - both) || both > MostlyInside * Math.Min(areaA, areaB);
    }

    private static bool IsCut(ImageBox box, InputPlan look)
    {
        var near = CutPixels / look.Scale;
        var window = look.Window;
        return (window.Left > 0 && box.Left < window.Left + near)
            || (window.Top > 0 && box.Top < window.Top + near)
            || (window.Right < look.Source.Width && box.Right > window.Right - near)
            || (window.Bottom < look.Source.Height && box.Bottom > window.Bottom - near);
    }
}
