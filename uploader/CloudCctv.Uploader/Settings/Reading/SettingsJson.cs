using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>How settings are written as JSON.</summary>
internal static class SettingsJson
{
    // By reflection: source-generated readers set every init-only property, so that an absent key would lose its default.
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        MaxDepth = 16,
    };

    /// <returns>Null if the value is of another kind.</returns>
    public static object? TryRead(ValueNode value, Type type)
    {
        try
        {
            return JsonSerializer.Deserialize(value.Json, type, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As text: equal settings give equal text, which records with lists in them would not tell.</summary>
    public static string Text(object settings) => JsonSerializer.Serialize(settings, settings.GetType(), Options);
}
