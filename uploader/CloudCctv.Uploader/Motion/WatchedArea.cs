using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion;

/// <summary>Which cells of a grid over the picture matter, and to which zones they belong: worked out once per picture size.</summary>
internal sealed class WatchedArea
{
    private readonly uint[] zonesOfCell;
    private readonly bool[] watched;
    private readonly IReadOnlyList<Zone> zones;

    public WatchedArea(MotionOptions options, int cellsWide, int cellsHigh)
    {
        zones = options.Zones;
        zonesOfCell = new uint[cellsWide * cellsHigh];
        watched = new bool[cellsWide * cellsHigh];
        for (var cell = 0; cell < watched.Length; cell++)
        {
            var (row, column) = Math.DivRem(cell, cellsWide);
            var place = new Box((double)column / cellsWide, (double)row / cellsHigh, (column + 1.0) / cellsWide, (row + 1.0) / cellsHigh);
            for (var zone = 0; zone < zones.Count; zone++)
            {
                zonesOfCell[cell] |= Touches(zones[zone], place) ? 1u << zone : 0;
            }

            watched[cell] = (zones.Count == 0 || zonesOfCell[cell] != 0) && !options.Masks.Any(mask => HoldsCentre(mask, place));
        }

        WatchedCells = watched.Count(cell => cell);
    }

    /// <summary>0 if masks lie over everything.</summary>
    public int WatchedCells { get; }

    public bool IsWatched(int cell) => watched[cell];

    public uint ZonesOf(int cell) => zonesOfCell[cell];

    public double SensitivityOf(int cell) =>
        zonesOfCell[cell] == 0 ? 1 : zones.Where((_, zone) => (zonesOfCell[cell] >> zone & 1) != 0).Max(zone => zone.Sensitivity);

    public IReadOnlyList<string> NamesOf(uint zoneBits) =>
        zoneBits == 0 ? [] : [.. zones.Where((_, zone) => (zoneBits >> zone & 1) != 0).Select(zone => zone.Name)];

    // However small a zone is, the cell in which it lies is watched.
    private static bool Touches(Polygon polygon, Box cell) => HoldsCentre(polygon, cell)
        || polygon.Corners.Any(corner => corner.X >= cell.Left && corner.X < cell.Right && corner.Y >= cell.Top && corner.Y < cell.Bottom);

    private static bool HoldsCentre(Polygon polygon, Box cell) => polygon.Contains((cell.Left + cell.Right) / 2, (cell.Top + cell.Bottom) / 2);
}
