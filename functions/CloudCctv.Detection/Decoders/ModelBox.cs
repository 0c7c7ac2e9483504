using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>A rectangle in pixels of the model's input, bars included.</summary>
public readonly record struct ModelBox(float Left, float Top, float Right, float Bottom)
{
    public static ModelBox FromCentre(float x, float y, float width, float height) =>
        new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2));

    /// <summary>From sides as parts of the input, 0 to 1.</summary>
    public static ModelBox FromParts(float left, float top, float right, float bottom, ModelSize input) =>
        new(left * input.Width, top * input.Height, right * input.Width, bottom * input.Height);

    public float Area => Math.Max(Right - Left, 0) * Math.Max(Bottom - Top, 0);

    /// <summary>Has a width and a height, and no infinity or NaN.</summary>
    public bool IsProper => Right > Left && Bottom > Top && float.IsFinite(Right - Left) && float.IsFinite(Bottom - Top);

    /// <summary>Intersection over union, 0 to 1.</summary>
    public float Overlap(ModelBox other)
    {
        var width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        var height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var both = width * height;
        return both / (Area + other.Area - both);
    }
}
