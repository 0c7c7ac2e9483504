using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CloudCctv.Uploader.Upload.Schedule;

/// <summary>The value must be a time of day, <c>HH:mm</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TimeOfDayRuleAttribute : ValidationAttribute
{
    /// <summary>As a regular expression, for the JSON Schema.</summary>
    public const string Pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$";

    private const string Format = "HH:mm";

    public TimeOfDayRuleAttribute() => ErrorMessage = "a time of day from \"00:00\" to \"23:59\"";

    public override bool IsValid(object? value) => value is null || (value is string text && TryRead(text, out _));

    public static TimeOnly Read(string text) => TryRead(text, out var time) ? time : throw new FormatException($"'{text}' is no time of day.");

    private static bool TryRead(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
