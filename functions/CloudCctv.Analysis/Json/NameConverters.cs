using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Json;

/// <summary>Names are written as the text that people see in the store, and parsed as strictly as when they come from outside.</summary>
internal abstract class NameConverter<T> : JsonConverter<T>
    where T : class
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Parse(reader.GetString()) is { } name
            ? name
            : throw new JsonException($"Not a valid {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    protected abstract T? Parse(string? text);
}

internal sealed class EventNameConverter : NameConverter<EventName>
{
    protected override EventName? Parse(string? text) => EventName.TryParse(text, out var name) ? name : null;
}

internal sealed class FrameNameConverter : NameConverter<FrameName>
{
    protected override FrameName? Parse(string? text) => FrameName.TryParse(text, out var name) ? name : null;
}

internal sealed class BatchNameConverter : NameConverter<BatchName>
{
    protected override BatchName? Parse(string? text) => BatchName.TryParse(text, out var name) ? name : null;
}
