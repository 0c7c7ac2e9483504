namespace CloudCctv.Uploader.Motion.Adaptive;

/// <summary>What a <see cref="SceneModel"/> found in one picture, per block of 4 × 4 points, row by row.</summary>
/// <param name="blocks">How many.</param>
internal sealed class BlockCounts(int blocks)
{
    /// <summary>Points that differ from the slow average, plus 256 × points that differ from the fast one.</summary>
    public ushort[] Hits { get; } = new ushort[blocks];

    /// <summary>Mean absolute difference from the slow average, fixed point (too small in blocks that reach beyond the picture).</summary>
    public ushort[] Spread { get; } = new ushort[blocks];

    public int Changed(int block) => Hits[block] & 0xFF;

    public int Moving(int block) => Hits[block] >> 8;
}
