using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Preprocessing;

/// <summary>The part of a picture that goes into a model, in pixels of the source; inside it and not empty.</summary>
public readonly record struct SourceWindow(int Left, int Top, int Width, int Height)
{
    public int Right => Left + Width;

    public int Bottom => Top + Height;

    public static SourceWindow Whole(JpegHeader source) => new(0, 0, source.Width, source.Height);
}
