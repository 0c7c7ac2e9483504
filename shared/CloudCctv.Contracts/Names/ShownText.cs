using System.Globalization;
using System.Text;

namespace CloudCctv.Contracts.Names;

/// <summary>
/// Text from outside as it may stand in a sentence, a log line or a page: on one line, short, and without characters that
/// are not seen but act (control characters, those that turn the direction of writing, halves of characters).
/// </summary>
public static class ShownText
{
    public const int DefaultLength = 60;

    /// <param name="text">Anything; null is shown as <c>(null)</c>.</param>
    /// <param name="length">Characters that are kept; the rest becomes an ellipsis.</param>
    public static string Of(string? text, int length = DefaultLength)
    {
        if (text is null)
        {
            return "(null)";
        }

        var shown = new StringBuilder();
        var kept = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept++ == length)
            {
                return shown.Append('…').ToString();
            }

            shown.Append(Acts(rune) ? "?" : rune.ToString());
        }

        return shown.ToString();
    }

    private static bool Acts(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
