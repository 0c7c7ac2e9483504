using System.Text.Json.Serialization;

namespace CloudCctv.Detection;

/// <summary>
/// A rectangle in pixels of the source picture, as the camera delivered it. Left and top are inside, right and bottom outside:
/// the whole picture is 0, 0, width, height. <c>default</c> is empty.
/// </summary>
public readonly record struct ImageBox(float Left, float Top, float Right, float Bottom)
{
    [JsonIgnore]
    public float Width => Right - Left;

    [JsonIgnore]
    public float Height => Bottom - Top;

    /// <summary>The part that lies inside a picture of this size; empty or inverted when there is none.</summary>
    public ImageBox ClippedTo(int widthPixels, int heightPixels) => new(
        Math.Max(Left, 0), Math.Max(Top, 0), Math.Min(Right, widthPixels), Math.Min(Bottom, heightPixels));
}
