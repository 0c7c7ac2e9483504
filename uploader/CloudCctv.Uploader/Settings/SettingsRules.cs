using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Settings;

/// <summary>Checks the ranges that the options declare by their annotations, all the way down, and finds all faults at once.</summary>
internal static class SettingsRules
{
    /// <exception cref="SettingsException">One line per fault.</exception>
    public static void Check(UploaderSettings settings, string file)
    {
        var faults = Faults(settings, "").ToList();
        var twice = settings.Cameras.Where(camera => camera is not null).GroupBy(camera => camera.Name).Where(group => group.Count() > 1);
        faults.AddRange(twice.Select(group => $"cameras: the name '{group.Key}' is given twice; each camera needs its own."));
        if (faults.Count > 0)
        {
            throw new SettingsException(string.Join(Environment.NewLine, faults.Select(fault => $"{file}: {fault}")));
        }
    }

    private static IEnumerable<string> Faults(object options, string path)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = (path.Length > 0 ? path + "." : "") + char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            var value = property.GetValue(options);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>().Where(rule => !rule.IsValid(value)))
            {
                yield return $"{key} is {Shown(value)}; it must be {Right(rule)}.";
            }

            foreach (var fault in Inside(value, key))
            {
                yield return fault;
            }
        }
    }

    private static IEnumerable<string> Inside(object? value, string key) => value switch
    {
        Polygon polygon => PolygonFaults(polygon, key),
        string => [],
        IEnumerable items => items.Cast<object?>().SelectMany((item, index) => item is null
            ? [$"{key}[{index}] is null; it must be an object."]
            : Inside(item, $"{key}[{index}]")),
        { } options when options.GetType().Assembly == typeof(SettingsRules).Assembly => Faults(options, key),
        _ => [],
    };

    private static IEnumerable<string> PolygonFaults(Polygon polygon, string key)
    {
        if (polygon.Name is not { Length: > 0 and <= 60 })
        {
            yield return $"{key}.name is '{polygon.Name}'; it must have 1 to 60 characters.";
        }

        if (polygon.Corners is not { Count: >= 3 and <= 100 })
        {
            yield return $"{key}.corners has {polygon.Corners?.Count ?? 0} corners; it must have 3 to 100.";
        }
        else
        {
            foreach (var (x, y) in polygon.Corners.Where(corner => corner is not { X: >= 0 and <= 1, Y: >= 0 and <= 1 }))
            {
                yield return FormattableString.Invariant($"{key}.corners holds ({x}, {y}); both must be in 0..1 of the frame.");
            }
        }
    }

    private static string Right(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => $"between {range.Minimum} and {range.Maximum}",
        MaxLengthAttribute length => $"at most {length.Length} items",
        _ => rule.ErrorMessage ?? rule.FormatErrorMessage("it"),
    };

    private static string Shown(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        ICollection items => $"a list of {items.Count}",
        _ => FormattableString.Invariant($"{value}"),
    };
}
