namespace CloudCctv.Uploader.Motion;

/// <summary>One connected region of changed blocks.</summary>
/// <param name="Blocks">How many.</param>
/// <param name="Left">First column of blocks.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column after the last.</param>
/// <param name="Bottom">Row after the last.</param>
/// <param name="Zones">Bits of the zones that it touches.</param>
internal readonly record struct Region(int Blocks, int Left, int Top, int Right, int Bottom, uint Zones);

/// <summary>Joins changed blocks that lie at most a reach apart. Its buffers are kept from frame to frame.</summary>
internal sealed class RegionFinder(int blocksWide, int blocksHigh, int reach)
{
    private readonly List<Region> regions = [];
    private readonly Stack<int> open = new(blocksWide * blocksHigh);

    /// <param name="active">Which blocks have changed; cleared on return.</param>
    /// <param name="area">Tells the zones of each block.</param>
    /// <returns>The regions, valid until the next call.</returns>
    public IReadOnlyList<Region> Find(Span<bool> active, WatchedArea area)
    {
        regions.Clear();
        for (var block = 0; block < active.Length; block++)
        {
            if (active[block])
            {
                regions.Add(Flood(active, block, area));
            }
        }

        return regions;
    }

    private Region Flood(Span<bool> active, int seed, WatchedArea area)
    {
        var region = new Region(0, blocksWide, blocksHigh, 0, 0, 0);
        active[seed] = false;
        open.Push(seed);
        while (open.TryPop(out var block))
        {
            var (y, x) = Math.DivRem(block, blocksWide);
            region = new Region(
                region.Blocks + 1,
                Math.Min(region.Left, x), Math.Min(region.Top, y), Math.Max(region.Right, x + 1), Math.Max(region.Bottom, y + 1),
                region.Zones | area.ZonesOf(block));
            PushNeighbours(active, x, y);
        }

        return region;
    }

    private void PushNeighbours(Span<bool> active, int x, int y)
    {
        for (var row = Math.Max(y - reach, 0); row <= Math.Min(y + reach, blocksHigh - 1); row++)
        {
            for (var column = Math.Max(x - reach, 0); column <= Math.Min(x + reach, blocksWide - 1); column++)
            {
                var neighbour = (row * blocksWide) + column;
                if (active[neighbour])
                {
                    active[neighbour] = false;
                    open.Push(neighbour);
                }
            }
        }
    }
}
