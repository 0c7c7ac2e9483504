using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Motion;

/// <summary>One connected region of changed cells.</summary>
/// <param name="First">Where its cells begin in the finder's list.</param>
/// <param name="Cells">How many.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">Column after the last.</param>
/// <param name="Bottom">Row after the last.</param>
/// <param name="Zones">Bits of the zones that it touches.</param>
internal readonly record struct Region(int First, int Cells, int Left, int Top, int Right, int Bottom, uint Zones)
{
    public static Region None { get; } = new(0, 0, int.MaxValue, int.MaxValue, 0, 0, 0);

    /// <summary>Around both.</summary>
    public Region With(Region other) => new(
        0,
        Cells + other.Cells,
        Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom),
        Zones | other.Zones);
}

/// <summary>Joins changed cells of a grid that lie at most a reach apart. Its buffers are kept from frame to frame.</summary>
internal sealed class RegionFinder(int cellsWide, int cellsHigh, int reach, WatchedArea area)
{
    private readonly List<Region> regions = [];

    // Cells in the order in which they are found: those of one region follow each other, and its end is the search's queue.
    private readonly int[] found = new int[cellsWide * cellsHigh];
    private int count;

    /// <param name="active">Which cells have changed; cleared on return.</param>
    /// <returns>The regions, valid until the next call.</returns>
    public IReadOnlyList<Region> Find(Span<bool> active)
    {
        regions.Clear();
        count = 0;
        for (var cell = active.IndexOf(true); cell >= 0;)
        {
            regions.Add(Flood(active, cell));
            var next = active[cell..].IndexOf(true);
            cell = next < 0 ? -1 : cell + next;
        }

        return regions;
    }

    /// <summary>The cells of a region that the last call found.</summary>
    public ReadOnlySpan<int> CellsOf(Region region) => found.AsSpan(region.First, region.Cells);

    private Region Flood(Span<bool> active, int seed)
    {
        var first = count;
        int left = cellsWide, top = cellsHigh, right = 0, bottom = 0;
        var zones = 0u;
        Take(active, seed);
        for (var next = first; next < count; next++)
        {
            var (y, x) = Math.DivRem(found[next], cellsWide);
            (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            zones |= area.ZonesOf(found[next]);
            TakeNeighbours(active, x, y);
        }

        return new Region(first, count - first, left, top, right, bottom, zones);
    }

    private void TakeNeighbours(Span<bool> active, int x, int y)
    {
        var left = Math.Max(x - reach, 0);
        var right = Math.Min(x + reach, cellsWide - 1);
        for (var row = Math.Max(y - reach, 0); row <= Math.Min(y + reach, cellsHigh - 1); row++)
        {
            var start = (row * cellsWide) + left;
            var length = right - left + 1;
            if (MayBeSkipped(active, start, length))
            {
                continue;
            }

            for (var cell = start; cell < start + length; cell++)
            {
                if (active[cell])
                {
                    Take(active, cell);
                }
            }
        }
    }

    // Inside a person, nearly all neighbours have been taken already: eight are looked at in one go.
    private static bool MayBeSkipped(ReadOnlySpan<bool> active, int start, int length) =>
        length <= sizeof(ulong) && start + sizeof(ulong) <= active.Length
        && MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(active[start..])) << (8 * (sizeof(ulong) - length)) == 0;

    private void Take(Span<bool> active, int cell)
    {
        active[cell] = false;
        found[count++] = cell;
    }
}
