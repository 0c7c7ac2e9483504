namespace CloudCctv.Gallery.Counts;

/// <summary>One cell of a table for spreadsheets (RFC 4180).</summary>
public static class CsvCell
{
    // What a spreadsheet would take for a formula, or for the end of what came before.
    private static readonly char[] Formula = ['=', '+', '-', '@', '\t', '\r', '\n'];

    private static readonly char[] Quoted = [',', '"', '\r', '\n', ';'];

    /// <returns>The text, quoted where it must be, and with an apostrophe before it where it would be a formula.</returns>
    public static string Of(string text)
    {
        var safe = text.Length > 0 && Formula.Contains(text[0]) ? $"'{text}" : text;
        return safe.IndexOfAny(Quoted) >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
