using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>Says what the value of a key must be, for people.</summary>
internal static class RightValue
{
    /// <summary>Such as "a whole number between 1 and 255".</summary>
    public static string Of(SettingsKey key) => Of(key.Type, key.Rules);

    public static string Of(Type type, IReadOnlyList<ValidationAttribute> rules)
    {
        var kind = Kind(type);
        var own = rules.Select(Rule).Where(rule => rule.Length > 0).ToList();
        return own.Count == 0 ? kind
            : type == typeof(string) || SettingsKey.ItemOf(type) is not null ? string.Join(", ", own)
            : $"{kind} {string.Join(", ", own)}";
    }

    private static string Kind(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(string) ? "a text in quotes"
        : type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type).Select(name => $"\"{JsonNamingPolicy.CamelCase.ConvertName(name)}\""))
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : SettingsKey.ItemOf(type) is { } item ? $"a list: [ {(SettingsKey.IsObject(item) ? "{ … }" : "…")} ]"
        : SettingsKey.IsObject(type) ? "an object: { … }"
        : "a number";

    private static string Rule(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => FormattableString.Invariant($"between {range.Minimum} and {range.Maximum}"),
        { ErrorMessage: { } message } => message,
        MaxLengthAttribute most => $"at most {most.Length} items",
        LengthAttribute length => $"{length.MinimumLength} to {length.MaximumLength}",
        _ => "",
    };
}
