using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Settings.Reading;
using CloudCctv.Uploader.Upload.Schedule;

namespace CloudCctv.Uploader.Settings.Schema;

/// <summary>
/// The settings as JSON Schema 2020-12, from the same knowledge of keys that the faults come from: kinds, ranges, defaults,
/// and as descriptions the doc comments of the options.
/// </summary>
internal static class SettingsSchema
{
    public static string Write()
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "Settings of cctv-uploader",
        };
        foreach (var (key, value) in OfObject(typeof(UploaderSettings), new UploaderSettings()).ToList())
        {
            schema[key] = value!.DeepClone();
        }

        ((JsonObject)schema["properties"]!).Insert(0, SettingsKey.Schema, new JsonObject { ["type"] = "string" });
        return schema.ToJsonString(SettingsJson.Options) + "\n";
    }

    private static JsonObject OfObject(Type type, object? defaults)
    {
        var keys = SettingsKey.Of(type);
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)OfKey(key, defaults)))),
            ["additionalProperties"] = false,
        };
        if (keys.Any(key => key.Required))
        {
            schema["required"] = new JsonArray([.. keys.Where(key => key.Required).Select(key => JsonValue.Create(key.Name))]);
        }

        return schema;
    }

    private static JsonObject OfKey(SettingsKey key, object? defaults)
    {
        var preset = defaults is null || key.Required ? null : key.Property.GetValue(defaults);
        var schema = new JsonObject();
        if ((DocComments.Of(key.Property) ?? DocComments.Of(key.Type)) is { } description)
        {
            schema["description"] = description;
        }

        foreach (var (name, value) in OfType(key.Type, preset).Concat(key.Rules.SelectMany(rule => OfRule(rule, key.Type))).ToList())
        {
            schema[name] = value?.DeepClone();
        }

        if (key.MayBeNull && schema["type"] is { } type)
        {
            schema["type"] = new JsonArray(type.DeepClone(), "null");
        }

        if (preset is not null && !SettingsKey.IsObject(key.Type))
        {
            schema["default"] = JsonSerializer.SerializeToNode(preset, key.Type, SettingsJson.Options);
        }

        return schema;
    }

    private static JsonObject OfType(Type type, object? preset) =>
        SettingsKey.ItemOf(type) is { } item ? new JsonObject { ["type"] = "array", ["items"] = OfType(item, null) }
        : SettingsKey.IsObject(type) ? OfObject(type, preset ?? (type.GetConstructor([]) is null ? null : Activator.CreateInstance(type)))
        : type.IsEnum ? new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => JsonValue.Create(JsonNamingPolicy.CamelCase.ConvertName(name)))]) }
        : new JsonObject { ["type"] = NameOf(type) };

    private static string NameOf(Type type) =>
        type == typeof(bool) ? "boolean"
        : type == typeof(string) ? "string"
        : type == typeof(int) || type == typeof(long) ? "integer"
        : "number";

    private static IEnumerable<KeyValuePair<string, JsonNode?>> OfRule(ValidationAttribute rule, Type type)
    {
        var length = type == typeof(string) ? "Length" : "Items";
        (string, JsonNode)[] found = rule switch
        {
            RangeAttribute range => [("minimum", Number(range.Minimum)), ("maximum", Number(range.Maximum))],
            AllowedValuesAttribute allowed => [("enum", new JsonArray([.. allowed.Values.Select(value => JsonSerializer.SerializeToNode(value))]))],
            SlugRuleAttribute => [("pattern", $"^{Slug.Pattern}$")],
            TimeOfDayRuleAttribute => [("pattern", TimeOfDayRuleAttribute.Pattern)],
            LengthAttribute both => [($"min{length}", both.MinimumLength), ($"max{length}", both.MaximumLength)],
            MinLengthAttribute least => [($"min{length}", least.Length)],
            MaxLengthAttribute most => [($"max{length}", most.Length)],
            _ => [],
        };
        return found.Select(pair => KeyValuePair.Create(pair.Item1, (JsonNode?)pair.Item2));
    }

    private static JsonNode Number(object value) => JsonNode.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!)!;
}
