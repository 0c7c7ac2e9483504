using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace CloudCctv.Detection.Cards;

/// <summary>
/// Compares a card's JSON with the types it is read into, because the serializer's own messages name neither the keys that
/// exist nor the kind of value that is right.
/// </summary>
internal static class CardShape
{
    /// <summary>The first thing that is wrong, as <c>key: what is right</c>; null when nothing is.</summary>
    public static string? Problem(JsonElement element, JsonTypeInfo type, string path = "")
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type == typeof(JsonObject))
        {
            var (kind, wanted) = Wanted(type.Type);
            var found = element.ValueKind == JsonValueKind.False ? JsonValueKind.True : element.ValueKind;
            return found == kind ? null : $"{path}: {wanted} is needed, not {element.GetRawText()}";
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return $"{(path.Length == 0 ? "the file" : path)}: an object is needed, {{ … }}";
        }

        var prefix = path.Length == 0 ? "" : path + ".";
        var known = type.Properties.ToDictionary(property => property.Name);
        foreach (var member in element.EnumerateObject())
        {
            if (!known.TryGetValue(member.Name, out var property))
            {
                return $"{prefix}{member.Name}: no such key; the keys here are {string.Join(", ", known.Keys)}";
            }

            var memberType = type.Options.GetTypeInfo(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType);
            if (Problem(member.Value, memberType, prefix + member.Name) is { } problem)
            {
                return problem;
            }
        }

        var missing = type.Properties.FirstOrDefault(property => property.IsRequired && !element.TryGetProperty(property.Name, out _));
        return missing is null ? null : $"{prefix}{missing.Name}: missing";
    }

    private static (JsonValueKind Kind, string Words) Wanted(Type type) => type switch
    {
        _ when type == typeof(string) || type.IsEnum => (JsonValueKind.String, "text in quotes"),
        _ when type == typeof(JsonObject) => (JsonValueKind.Object, "an object"),
        _ when type == typeof(bool) => (JsonValueKind.True, "true or false"),
        _ when type.IsPrimitive => (JsonValueKind.Number, "a number"),
        _ => (JsonValueKind.Array, "a list"),
    };
}
