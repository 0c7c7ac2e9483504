using CloudCctv.Detection.Decoders;

namespace CloudCctv.Detection.Preprocessing;

/// <summary>Maps model pixels back to source pixels.</summary>
/// <param name="Scale">Model pixels per source pixel, of columns; greater than 0.</param>
/// <param name="PadX">Left padding, model pixels.</param>
/// <param name="PadY">Top padding, model pixels.</param>
public readonly record struct Letterbox(float Scale, float PadX, float PadY)
{
    /// <summary>Model pixels per source pixel, of rows; differs where pictures are squeezed into the input.</summary>
    public float ScaleY { get; init; } = Scale;

    public ImageBox ToImage(ModelBox box) => new(
        (box.Left - PadX) / Scale, (box.Top - PadY) / ScaleY,
        (box.Right - PadX) / Scale, (box.Bottom - PadY) / ScaleY);

    public ImagePoint ToImagePoint(ModelPoint point) => new((point.X - PadX) / Scale, (point.Y - PadY) / ScaleY);
}
