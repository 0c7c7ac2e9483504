using System.Text.RegularExpressions;

namespace CloudCctv.Contracts.Names;

/// <summary>The names that people give to sites, cameras and devices: 1 to 40 of a-z, 0-9 and inner hyphens.</summary>
public static partial class Slug
{
    public const string Rule = "1 to 40 of a-z, 0-9 and hyphens, not starting or ending with a hyphen";

    /// <summary>The rule as a regular expression, without anchors.</summary>
    public const string Pattern = "[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?";

    public static bool IsValid(string? text) => text is not null && Whole().IsMatch(text);

    /// <exception cref="ArgumentException">The text breaks the rule.</exception>
    public static string Require(string text, string what) => IsValid(text)
        ? text
        : throw new ArgumentException($"{what} '{ShownText.Of(text)}' is not a valid name: {Rule}.");

    [GeneratedRegex($"^{Pattern}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
