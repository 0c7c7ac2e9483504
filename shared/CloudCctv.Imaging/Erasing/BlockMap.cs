namespace CloudCctv.Imaging.Erasing;

/// <summary>
/// Which 8 × 8 blocks of one plane of a picture are erased: all that the area touches. The same for JPEGs, whose blocks these
/// are, and for decoded pictures, so that an area is the same in both. Immutable.
/// </summary>
internal sealed class BlockMap
{
    public const int BlockSide = 8;

    private readonly bool[] erased;

    /// <param name="picture">The full size.</param>
    /// <param name="across">Picture pixels per sample of the plane, horizontally: 1, or 2 or 4 for a coarser colour plane.</param>
    /// <param name="down">The same, vertically.</param>
    /// <param name="covers">The area.</param>
    public BlockMap((int Width, int Height) picture, int across, int down, Covers covers)
    {
        var (blockWidth, blockHeight) = ((double)BlockSide * across, (double)BlockSide * down);
        Wide = (int)Math.Ceiling(picture.Width / blockWidth);
        High = (int)Math.Ceiling(picture.Height / blockHeight);
        erased = new bool[Wide * High];
        // Decoders smooth coarse colour over one sample: a margin of one, so that no neighbour's colour runs into the area.
        var (marginX, marginY) = (across - 1, down - 1);
        for (var i = 0; i < erased.Length; i++)
        {
            var (row, column) = Math.DivRem(i, Wide);
            erased[i] = covers(
                ((column * blockWidth) - marginX) / picture.Width,
                ((row * blockHeight) - marginY) / picture.Height,
                (((column + 1) * blockWidth) + marginX) / picture.Width,
                (((row + 1) * blockHeight) + marginY) / picture.Height);
        }
    }

    /// <summary>Blocks in a row.</summary>
    public int Wide { get; }

    /// <summary>Rows of blocks.</summary>
    public int High { get; }

    /// <summary>False outside the picture, where encoders pad.</summary>
    public bool IsErased(int column, int row) => (uint)column < (uint)Wide && (uint)row < (uint)High && erased[(row * Wide) + column];
}
