using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Objects.Comparison;

/// <summary>
/// Finds what was taken from a scene or left in it: regions of blocks of 4 × 4 points in which the structure has changed.
/// Buffers are kept from call to call. Not thread-safe.
/// </summary>
internal sealed class SceneComparison
{
    private const int BlockSide = 4;

    // Of the 16 points of a block: a window of 11 × 11 reaches far beyond a thing, its own points do not.
    private const int LeastUnlike = 4;

    private const int LeastDifferent = 2;

    private const int LeastBlocks = 2;

    // Of its box: a ladder that leans there fills little of it.
    private const double LeastFilled = 0.15;

    // Of a region that stands still: what sways or shifts its weight is somebody, or a branch.
    private const double MostUnsteady = 0.15;

    // More at once is weather, or another view.
    private const int MostRegions = 12;

    private const double MostArea = 0.4;

    private readonly ObjectOptions options;
    private readonly WatchedArea area;
    private readonly DifferenceMap map;
    private readonly ChangedOutline outline;
    private readonly RegionFinder finder;
    private readonly bool[] changed;
    private readonly int blocksWide;

    public SceneComparison(ObjectOptions options, MotionOptions motion, int width, int height)
    {
        this.options = options;
        blocksWide = (width + BlockSide - 1) / BlockSide;
        var blocksHigh = (height + BlockSide - 1) / BlockSide;
        area = new WatchedArea(motion, blocksWide, blocksHigh);
        map = new DifferenceMap(width, height);
        outline = new ChangedOutline(map);
        finder = new RegionFinder(blocksWide, blocksHigh, reach: 1, area);
        changed = new bool[blocksWide * blocksHigh];
    }

    /// <param name="before">Of the stable scene before, width × height bytes.</param>
    /// <param name="settled">Of the scene since it is stable again.</param>
    /// <param name="now">Of the same a while later: what has changed must be the same in both.</param>
    /// <returns>What was taken or left, largest first; empty if nothing was, or too much has changed to tell.</returns>
    public IReadOnlyList<ObjectChange> Compare(ReadOnlySpan<byte> before, ReadOnlySpan<byte> settled, ReadOnlySpan<byte> now)
    {
        if (!map.Fill(before, now, (float)options.Similarity))
        {
            return [];
        }

        MarkBlocks();
        var changes = new List<ObjectChange>();
        foreach (var region in finder.Find(changed))
        {
            if (region.Cells >= LeastBlocks && Judge(region, settled, now) is { } change)
            {
                changes.Add(change);
            }
        }

        return changes.Count > MostRegions || changes.Sum(change => change.Box.Width * change.Box.Height) > MostArea
            ? []
            : [.. changes.OrderByDescending(change => change.Box.Width * change.Box.Height)];
    }

    private void MarkBlocks()
    {
        for (var block = 0; block < changed.Length; block++)
        {
            if (!area.IsWatched(block))
            {
                continue;
            }

            var (row, column) = Math.DivRem(block, blocksWide);
            int unlike = 0, different = 0;
            for (var y = row * BlockSide; y < Math.Min((row + 1) * BlockSide, map.Height); y++)
            {
                for (var x = column * BlockSide; x < Math.Min((column + 1) * BlockSide, map.Width); x++)
                {
                    var at = (y * map.Width) + x;
                    unlike += map.Likeness[at] < options.Similarity ? 1 : 0;
                    different += map.Least[at] > map.Threshold ? 1 : 0;
                }
            }

            changed[block] = unlike >= LeastUnlike && different >= LeastDifferent;
        }
    }

    private ObjectChange? Judge(Region region, ReadOnlySpan<byte> settled, ReadOnlySpan<byte> now)
    {
        outline.Draw(now, region.Left * BlockSide, region.Top * BlockSide, Math.Min(region.Right * BlockSide, map.Width), Math.Min(region.Bottom * BlockSide, map.Height));
        if (outline.Area < options.MinimumArea * map.Width * map.Height || outline.Different < LeastFilled * outline.Area || outline.Unsteady(settled, now) > MostUnsteady)
        {
            return null;
        }

        var box = new Box(Share(outline.Left, map.Width), Share(outline.Top, map.Height), Share(outline.Right, map.Width), Share(outline.Bottom, map.Height));
        return new ObjectChange(outline.Kind(now), box, Math.Round(Difference(), 4), area.NamesOf(region.Zones));
    }

    private double Difference()
    {
        var (sum, points) = (0.0, 0);
        for (var y = outline.Top; y < outline.Bottom; y++)
        {
            foreach (var one in map.Likeness.Slice((y * map.Width) + outline.Left, outline.Right - outline.Left))
            {
                if (one < options.Similarity)
                {
                    sum += 1 - one;
                    points++;
                }
            }
        }

        return points == 0 ? 0 : Math.Clamp(sum / points, 0, 1);
    }

    private static double Share(int at, int side) => Math.Round((double)at / side, 5);
}
