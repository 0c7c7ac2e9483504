using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion;

/// <summary>Which blocks matter, and to which zones they belong: zones and masks, worked out once per picture size.</summary>
internal sealed class WatchedArea
{
    private readonly uint[] zonesOfBlock;
    private readonly bool[] watched;
    private readonly IReadOnlyList<Polygon> zones;

    public WatchedArea(MotionOptions options, int blocksWide, int blocksHigh)
    {
        zones = options.Zones;
        zonesOfBlock = new uint[blocksWide * blocksHigh];
        watched = new bool[blocksWide * blocksHigh];
        for (var block = 0; block < watched.Length; block++)
        {
            double x = ((block % blocksWide) + 0.5) / blocksWide, y = ((block / blocksWide) + 0.5) / blocksHigh;
            for (var zone = 0; zone < zones.Count; zone++)
            {
                zonesOfBlock[block] |= zones[zone].Contains(x, y) ? 1u << zone : 0;
            }

            watched[block] = (zones.Count == 0 || zonesOfBlock[block] != 0) && !options.Masks.Any(mask => mask.Contains(x, y));
        }

        WatchedBlocks = watched.Count(block => block);
    }

    public int WatchedBlocks { get; }

    public bool IsWatched(int block) => watched[block];

    public uint ZonesOf(int block) => zonesOfBlock[block];

    public IReadOnlyList<string> NamesOf(uint zoneBits) =>
        zoneBits == 0 ? [] : [.. zones.Where((_, zone) => (zoneBits >> zone & 1) != 0).Select(zone => zone.Name)];
}
