namespace CloudCctv.Imaging.Erasing;

/// <summary>
/// Makes an area of decoded pictures flat grey (128 in every plane), in place. What was there is overwritten. Works out the
/// blocks once per size. Not thread-safe.
/// </summary>
public sealed class PlaneEraser(Covers covers)
{
    private const byte Grey = 128;

    private (int Width, int Height) size;
    private BlockMap? luma;
    private BlockMap? chroma;

    /// <param name="yuv">Planar 4:2:0, no padding: width × height bytes of Y, then two planes of half the sides, rounded up.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public void EraseYuv420(Span<byte> yuv, int width, int height)
    {
        Prepare(width, height);
        int chromaWidth = (width + 1) / 2, chromaHeight = (height + 1) / 2;
        Fill(yuv[..(width * height)], width, height, luma!, BlockMap.BlockSide, Grey);
        Fill(yuv.Slice(width * height, chromaWidth * chromaHeight), chromaWidth, chromaHeight, chroma!, BlockMap.BlockSide, Grey);
        Fill(yuv.Slice((width * height) + (chromaWidth * chromaHeight), chromaWidth * chromaHeight), chromaWidth, chromaHeight, chroma!, BlockMap.BlockSide, Grey);
    }

    /// <summary>
    /// Fills the area of a small grey copy with the mean of all the rest, so that whoever judges light and contrast of the
    /// picture is not led astray by it.
    /// </summary>
    /// <param name="small">One byte per point, sides of the full picture divided by <paramref name="scale"/>, rounded up.</param>
    /// <param name="width">Of the full picture, pixels.</param>
    /// <param name="height">Of the full picture, pixels.</param>
    /// <param name="scale">1, 2, 4 or 8.</param>
    public void EvenLuma(Span<byte> small, int width, int height, int scale)
    {
        Prepare(width, height);
        int smallWidth = (width + scale - 1) / scale, smallHeight = (height + scale - 1) / scale, side = BlockMap.BlockSide / scale;
        long sum = 0, points = 0;
        for (var i = 0; i < smallWidth * smallHeight; i++)
        {
            var (y, x) = Math.DivRem(i, smallWidth);
            var kept = luma!.IsErased(x / side, y / side) ? 0 : 1;
            sum += kept * small[i];
            points += kept;
        }

        Fill(small, smallWidth, smallHeight, luma!, side, points == 0 ? Grey : (byte)(sum / points));
    }

    private void Prepare(int width, int height)
    {
        if (luma is null || size != (width, height))
        {
            size = (width, height);
            luma = new BlockMap(size, across: 1, down: 1, covers);
            chroma = new BlockMap(size, across: 2, down: 2, covers);
        }
    }

    private static void Fill(Span<byte> plane, int width, int height, BlockMap map, int side, byte grey)
    {
        for (var y = 0; y < height; y++)
        {
            var line = plane.Slice(y * width, width);
            for (var column = 0; column < map.Wide; column++)
            {
                if (map.IsErased(column, y / side) && column * side < width)
                {
                    line[(column * side)..Math.Min(width, (column + 1) * side)].Fill(grey);
                }
            }
        }
    }
}
