using System.Text.Json;

namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>Where a value was written: a file and its line, counted from 1, or an option of the command line.</summary>
internal readonly record struct Place(string Source, int Line = 0)
{
    public override string ToString() => Line > 0 ? $"{Source}:{Line}" : Source;
}

/// <summary>JSON that remembers where each value was written, so that a fault can name its line after files and options were merged.</summary>
internal abstract record SettingsNode(Place Place)
{
    public abstract void WriteTo(Utf8JsonWriter writer);

    public byte[] ToUtf8()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteTo(writer);
        }

        return buffer.ToArray();
    }
}

/// <summary>A text, number, truth value or null.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Kind">Which of them.</param>
/// <param name="Json">As JSON, with the quotes of a text.</param>
internal sealed record ValueNode(Place Place, JsonValueKind Kind, string Json) : SettingsNode(Place)
{
    public static ValueNode Of(Place place, string text) => new(place, JsonValueKind.String, JsonSerializer.Serialize(text));

    /// <summary>The text without quotes; null if it is none.</summary>
    public string? Text => Kind == JsonValueKind.String ? JsonSerializer.Deserialize<string>(Json) : null;

    public override void WriteTo(Utf8JsonWriter writer) => writer.WriteRawValue(Json);
}

internal sealed record ListNode(Place Place, IReadOnlyList<SettingsNode> Items) : SettingsNode(Place)
{
    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in Items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}

/// <param name="Key">As written.</param>
/// <param name="Place">Where the key stands.</param>
/// <param name="Value">What it is set to.</param>
internal sealed record Member(string Key, Place Place, SettingsNode Value);

internal sealed record ObjectNode(Place Place, IReadOnlyList<Member> Members) : SettingsNode(Place)
{
    public SettingsNode? Find(string key) => Members.LastOrDefault(member => member.Key == key)?.Value;

    /// <summary>A copy in which the key has this value.</summary>
    public ObjectNode With(string key, SettingsNode value)
    {
        var member = new Member(key, value.Place, value);
        var at = Members.Select(other => other.Key).ToList().LastIndexOf(key);
        return this with { Members = at < 0 ? [.. Members, member] : [.. Members.Select((other, index) => index == at ? member : other)] };
    }

    /// <summary>A copy with what another says laid over: objects key by key, all else as a whole.</summary>
    public ObjectNode Under(ObjectNode other) => other.Members.Aggregate(this, (merged, member) => merged.With(
        member.Key,
        merged.Find(member.Key) is ObjectNode below && member.Value is ObjectNode above ? below.Under(above) : member.Value));

    public override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var member in Members)
        {
            writer.WritePropertyName(member.Key);
            member.Value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
