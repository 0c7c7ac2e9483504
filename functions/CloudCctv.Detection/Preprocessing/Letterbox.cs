using CloudCctv.Detection.Decoders;

namespace CloudCctv.Detection.Preprocessing;

/// <summary>Maps model pixels back to source pixels.</summary>
/// <param name="Scale">Model pixels per source pixel; greater than 0.</param>
/// <param name="PadX">Left padding, model pixels.</param>
/// <param name="PadY">Top padding, model pixels.</param>
public readonly record struct Letterbox(float Scale, float PadX, float PadY)
{
    public ImageBox ToImage(ModelBox box) => new(
        (box.Left - PadX) / Scale, (box.Top - PadY) / Scale,
        (box.Right - PadX) / Scale, (box.Bottom - PadY) / Scale);
}
