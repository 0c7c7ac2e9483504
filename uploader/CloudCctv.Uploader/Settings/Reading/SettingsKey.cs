using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>What the settings know of one key, told by the property that it sets. Faults and the JSON Schema both come from here.</summary>
/// <param name="Name">As in the file.</param>
/// <param name="Property">What it sets.</param>
/// <param name="Type">Of its value, without the question mark.</param>
/// <param name="MayBeNull">Whether null is a value.</param>
/// <param name="Required">Whether it must be there.</param>
/// <param name="Rules">What its value must keep to.</param>
internal sealed record SettingsKey(string Name, PropertyInfo Property, Type Type, bool MayBeNull, bool Required, IReadOnlyList<ValidationAttribute> Rules)
{
    /// <summary>Allowed at the top of every file, for editors.</summary>
    public const string Schema = "$schema";

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<SettingsKey>> Known = new();

    /// <summary>The keys of an object of this type, in the order of its declaration.</summary>
    public static IReadOnlyList<SettingsKey> Of(Type type) => Known.GetOrAdd(type, static type =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is not null)
            .Select(property => Of(property)),
    ]);

    /// <summary>True for types whose values are objects with keys of ours: options, zones and their corners.</summary>
    public static bool IsObject(Type type) =>
        !type.IsEnum && (type.Assembly == typeof(SettingsKey).Assembly || type.Assembly == typeof(Polygon).Assembly);

    /// <returns>Type of the items; null if this is no list.</returns>
    public static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static SettingsKey Of(PropertyInfo property)
    {
        var nullable = Nullable.GetUnderlyingType(property.PropertyType);
        return new SettingsKey(
            char.ToLowerInvariant(property.Name[0]) + property.Name[1..],
            property,
            nullable ?? property.PropertyType,
            nullable is not null || new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable,
            property.IsDefined(typeof(RequiredMemberAttribute)) || IsPositional(property),
            [.. property.GetCustomAttributes<ValidationAttribute>()]);
    }

    // Zones and corners are positional records: all their parts must be said.
    private static bool IsPositional(PropertyInfo property) => property.DeclaringType!.GetConstructors()
        .Any(constructor => constructor.GetParameters().Any(parameter => parameter.Name == property.Name));
}
