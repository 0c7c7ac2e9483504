namespace CloudCctv.Detection.Decoders;

/// <summary>Numbers of classes as some models give them: as float32, with or without a background.</summary>
internal static class ClassNumber
{
    /// <summary>Index into the card's labels; null for the background and for numbers that the card does not name.</summary>
    public static int? ToLabel(float number, int firstClass, int labels)
    {
        var label = MathF.Round(number) - firstClass;
        return label >= 0 && label < labels ? (int)label : null;
    }
}
