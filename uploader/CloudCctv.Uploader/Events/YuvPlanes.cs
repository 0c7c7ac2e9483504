namespace CloudCctv.Uploader.Events;

/// <summary>A picture in planar 4:2:0, rows perhaps with padding; the two colour planes are half as wide and high, rounded up.</summary>
/// <param name="luma">Rows of <paramref name="lumaStride"/> bytes.</param>
/// <param name="lumaStride">Bytes from one row to the next.</param>
/// <param name="blues">Rows of <paramref name="chromaStride"/> bytes.</param>
/// <param name="reds">The same.</param>
/// <param name="chromaStride">Bytes from one row to the next.</param>
/// <param name="width">Pixels.</param>
/// <param name="height">Pixels.</param>
internal readonly ref struct YuvPlanes(
    ReadOnlySpan<byte> luma, int lumaStride, ReadOnlySpan<byte> blues, ReadOnlySpan<byte> reds, int chromaStride, int width, int height)
{
    /// <summary>Planes that follow each other without padding.</summary>
    public static YuvPlanes Of(ReadOnlySpan<byte> yuv, int width, int height)
    {
        int chromaWidth = (width + 1) / 2, chroma = chromaWidth * ((height + 1) / 2);
        return new(yuv[..(width * height)], width, yuv.Slice(width * height, chroma), yuv.Slice((width * height) + chroma, chroma), chromaWidth, width, height);
    }

    public int Width { get; } = width;

    public int Height { get; } = height;

    private ReadOnlySpan<byte> LumaPlane { get; } = luma;

    private ReadOnlySpan<byte> BluePlane { get; } = blues;

    private ReadOnlySpan<byte> RedPlane { get; } = reds;

    public ReadOnlySpan<byte> Luma(int row) => LumaPlane.Slice(row * lumaStride, Width);

    public ReadOnlySpan<byte> Blues(int row) => BluePlane.Slice(row * chromaStride, (Width + 1) / 2);

    public ReadOnlySpan<byte> Reds(int row) => RedPlane.Slice(row * chromaStride, (Width + 1) / 2);
}
