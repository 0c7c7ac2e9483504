using System.Text.Json;

namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>A value as a fault may show it: short, on one line, and without passwords.</summary>
internal static class ShownValue
{
    private const int Longest = 60;

    public static string Of(SettingsNode node) => node switch
    {
        ListNode list => $"a list of {list.Items.Count}",
        ObjectNode => "an object",
        ValueNode { Text: { } text } => $"'{Shorten(SecretMask.Of(text))}'",
        ValueNode { Kind: JsonValueKind.Null } => "null",
        ValueNode value => Shorten(value.Json),
        _ => "a value",
    };

    private static string Shorten(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
        return line.Length > Longest ? line[..Longest] + "…" : line;
    }
}
