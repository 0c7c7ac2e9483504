using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>What a <see cref="SceneModel"/> found in one picture, per block of 4 × 4 points, row by row.</summary>
/// <param name="blocks">How many.</param>
internal sealed class BlockCounts(int blocks)
{
    private const ulong OfEach = 0x0001_0001_0001_0001;

    /// <summary>Points that differ from the slow average, plus 256 × points that differ from the fast one.</summary>
    public ushort[] Hits { get; } = new ushort[blocks];

    /// <summary>Mean absolute difference from the slow average, fixed point (too small in blocks that reach beyond the picture).</summary>
    public ushort[] Spread { get; } = new ushort[blocks];

    public int Changed(int block) => Hits[block] & 0xFF;

    /// <summary>Whether none of four blocks in a row has so many changed points as count: the usual case, found with one sum.</summary>
    /// <param name="block">The first.</param>
    /// <param name="enough">Points that count, 1 to 128.</param>
    /// <param name="points">Receives how many have changed in all four.</param>
    public bool AreFourUnchanged(int block, int enough, out int points)
    {
        var four = MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(Hits.AsSpan(block))) & (0xFF * OfEach);
        points = (int)((four * OfEach) >> 48);

        // Adding 128 − enough sets bit 7 where there are enough.
        return ((four + ((ulong)(128 - enough) * OfEach)) & (0x80 * OfEach)) == 0;
    }

    public int Moving(int block) => Hits[block] >> 8;
}
