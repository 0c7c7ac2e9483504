namespace CloudCctv.Imaging.Jpeg;

/// <param name="Width">Pixels, at least 1.</param>
/// <param name="Height">Pixels, at least 1.</param>
public readonly record struct JpegHeader(int Width, int Height)
{
    public long Pixels => (long)Width * Height;
}
