using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace CloudCctv.SelfHost.Settings;

/// <summary>
/// Compares one source of settings with the records that they are for: every key must exist there, and every value must be
/// what the property takes and its annotations allow.
/// </summary>
/// <param name="nameOf">What the user calls a key in this source.</param>
internal sealed class SettingsCheck(Func<string, string> nameOf)
{
    private static readonly string[] Secrets =
        ["Secret", "AppSecret", "Token", "BotToken", "AuthToken", "UserKey", "Password", "Key", "OtlpHeaders", "TopicUrl", "Store"];

    /// <returns>A line for each fault.</returns>
    public IEnumerable<string> Faults(IConfiguration source, IReadOnlyList<Type> records) =>
        source.GetChildren().SelectMany(child => Key(child, [.. records.SelectMany(Settable)]));

    private static PropertyInfo[] Settable(Type record) =>
        [.. record.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null)];

    private IEnumerable<string> Key(IConfigurationSection section, PropertyInfo[] known) =>
        known.FirstOrDefault(property => property.Name.Equals(section.Key, StringComparison.OrdinalIgnoreCase)) is { } property
            ? Value(section, property.PropertyType, property)
            : [$"{nameOf(section.Path)} is not a setting; here there are {string.Join(", ", known.Select(one => one.Name))}."];

    private IEnumerable<string> Value(IConfigurationSection section, Type type, PropertyInfo property)
    {
        var single = Nullable.GetUnderlyingType(type) ?? type;
        if (ElementOf(single) is { } element)
        {
            return section.Value is { Length: > 0 } text
                ? [Fault(section, text, "must be a list in brackets.")]
                : section.GetChildren().SelectMany(child => Value(child, element, property));
        }

        if (!IsOneValue(single))
        {
            return section.Value is { Length: > 0 } text
                ? [Fault(section, text, "must be an object in braces.")]
                : section.GetChildren().SelectMany(child => Key(child, Settable(single)));
        }

        return section.GetChildren().Any()
            ? [Fault(section, "{…}", $"must be {Kind(single)}.")]
            : section.Value is { } value ? Single(section, value, single, property) : [];
    }

    private IEnumerable<string> Single(IConfigurationSection section, string value, Type type, PropertyInfo property)
    {
        object? converted;
        try
        {
            converted = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value);
        }
        // Converters wrap what they dislike in whatever they like.
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return [Fault(section, value, $"must be {Kind(type)}.")];
        }

        // Annotations of a list are about the list, not about its elements.
        var rules = ElementOf(property.PropertyType) is null ? property.GetCustomAttributes<ValidationAttribute>() : [];
        var context = new ValidationContext(property) { MemberName = property.Name, DisplayName = property.Name };
        return rules
            .Select(rule => rule.GetValidationResult(converted, context)?.ErrorMessage)
            .OfType<string>()
            .Select(message => Fault(section, value, message));
    }

    private string Fault(IConfigurationSection section, string value, string right)
    {
        var shown = Secrets.Contains(section.Key, StringComparer.OrdinalIgnoreCase) || section.Path.Contains("Webhooks", StringComparison.OrdinalIgnoreCase)
            ? "not shown"
            : $"'{value}'";
        return $"{nameOf(section.Path)} ({shown}): {right}";
    }

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static bool IsOneValue(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(Uri) || type == typeof(TimeSpan) || type == typeof(decimal);

    private static string Kind(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => "a duration such as 00:00:30",
        _ when type == typeof(float) || type == typeof(double) || type == typeof(decimal) => "a number such as 0.5",
        _ when type == typeof(Uri) => "an address such as https://example.org",
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type.IsPrimitive => string.Create(CultureInfo.InvariantCulture, $"a whole number"),
        _ => "one value",
    };
}
