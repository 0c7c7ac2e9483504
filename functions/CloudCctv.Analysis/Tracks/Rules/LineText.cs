using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>A counting line as a line of text, so that an environment variable can hold it: <c>NAME x,y x,y</c>.</summary>
public static class LineText
{
    public const string Form = "a name of lower-case letters, digits and hyphens and two different points x,y in 0..1 with spaces between, such as door 0.2,0.8 0.6,0.8";

    /// <returns>Null if the text is no line.</returns>
    public static CountingLine? TryParse(string? text) =>
        (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var name, var from, var to]
        && Slug.IsValid(name) && AreaText.Corner(from) is { } start && AreaText.Corner(to) is { } end && start != end
            ? new CountingLine(name, start, end)
            : null;
}
