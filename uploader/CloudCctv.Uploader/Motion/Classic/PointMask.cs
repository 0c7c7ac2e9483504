using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion.Classic;

/// <summary>Which points of a picture have changed: the grid on which the classic modes erode, dilate and look for regions.</summary>
internal sealed class PointMask
{
    private readonly MotionOptions options;
    private readonly WatchedArea area;
    private readonly RegionFinder finder;
    private readonly int width;
    private readonly int height;
    private bool[] points;
    private bool[] other;

    public PointMask(MotionOptions options, int width, int height)
    {
        this.options = options;
        (this.width, this.height) = (width, height);
        area = new WatchedArea(options, width, height);
        finder = new RegionFinder(width, height, reach: 1, area);
        points = new bool[width * height];
        other = new bool[width * height];
    }

    /// <summary>0 if masks lie over everything.</summary>
    public int WatchedPoints => area.WatchedCells;

    /// <summary>A sum over the watched points as their mean; 0 if there are none.</summary>
    public double Mean(long sum) => sum / (double)Math.Max(1, WatchedPoints);

    public bool Fits(Luma luma) => luma.Width == width && luma.Height == height;

    public bool IsWatched(int point) => area.IsWatched(point);

    /// <summary>A point outside the watched area never counts.</summary>
    public void Set(int point, bool changed) => points[point] = changed && area.IsWatched(point);

    /// <summary>A point stays only if all eight around it have changed too.</summary>
    public void Erode(int iterations) => Repeat(iterations, wanted: true);

    /// <summary>A point is added if any of the eight around it has changed.</summary>
    public void Dilate(int iterations) => Repeat(iterations, wanted: false);

    /// <summary>Everything in regions of the minimum to maximum area; nothing if there are none. Clears the mask.</summary>
    public MotionResult Regions()
    {
        var moving = finder.Find(points)
            .Where(region => region.Cells >= Math.Max(1, options.MinimumArea * points.Length) && region.Cells <= options.MaximumArea * points.Length)
            .ToList();
        return ToResult(moving.Aggregate(Region.None, (all, region) => all.With(region))) with { Parts = [.. moving.Select(ToFrame)] };
    }

    /// <summary>Motion in any case: around all points that have changed, or the whole picture if none has by itself. Clears the mask.</summary>
    public MotionResult Everything()
    {
        var all = finder.Find(points).Aggregate(Region.None, (sum, region) => sum.With(region));
        return all.Cells > 0 ? ToResult(all) : new MotionResult(GateState.Watching, 0, new Box(0, 0, 1, 1), []);
    }

    private MotionResult ToResult(Region all) => all.Cells == 0
        ? MotionResult.Nothing(GateState.Watching)
        : new MotionResult(
            GateState.Watching,
            (double)all.Cells / area.WatchedCells,
            ToFrame(all),
            area.NamesOf(all.Zones));

    private Box ToFrame(Region region) =>
        new((double)region.Left / width, (double)region.Top / height, (double)region.Right / width, (double)region.Bottom / height);

    private void Repeat(int iterations, bool wanted)
    {
        for (var i = 0; i < iterations; i++)
        {
            for (var point = 0; point < points.Length; point++)
            {
                // Eroding asks whether all nine are set, dilating whether not all nine are unset: one question, two answers.
                other[point] = AllAround(point, wanted) == wanted;
            }

            (points, other) = (other, points);
        }
    }

    private bool AllAround(int point, bool wanted)
    {
        var (y, x) = Math.DivRem(point, width);
        for (var row = Math.Max(y - 1, 0); row <= Math.Min(y + 1, height - 1); row++)
        {
            var span = points.AsSpan((row * width) + Math.Max(x - 1, 0), Math.Min(x + 1, width - 1) - Math.Max(x - 1, 0) + 1);
            if (span.Contains(!wanted))
            {
                return false;
            }
        }

        return true;
    }
}
