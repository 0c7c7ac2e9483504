using System.Globalization;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>An area as a line of text, so that an environment variable can hold one: corners <c>x,y</c> in 0..1 with spaces between.</summary>
internal static class AreaText
{
    public const string Form = "3 to 100 corners x,y in 0..1 with spaces between, such as 0,0.4 1,0.4 1,1 0,1";

    /// <returns>Null if the text is no area.</returns>
    public static Polygon? TryParse(string? text)
    {
        var corners = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Corner).ToList();
        return corners.Count is >= 3 and <= 100 && !corners.Contains(null) ? new Polygon("area", [.. corners.OfType<Corner>()]) : null;
    }

    /// <returns>Null if the text is no point of the picture.</returns>
    public static Corner? Corner(string text) =>
        text.Split(',') is [var x, var y] && Share(x) is { } across && Share(y) is { } down ? new Corner(across, down) : null;

    private static double? Share(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1 ? value : null;
}
