using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudCctv.Contracts.Names;

/// <summary>
/// Names one frame within its event: <c>nnnnnn-HHmmssfff.jpg</c>, its number in the event (from 1) and its time of day in
/// UTC. It is the name of the entry in the zip, and of the sighting that may come of it.
/// </summary>
public sealed partial record FrameName
{
    public const int MaxNumber = 999_999;

    public FrameName(int number, DateTimeOffset time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, MaxNumber);
        Number = number;
        TimeOfDay = time.ToUniversalTime().ToString("HHmmssfff", CultureInfo.InvariantCulture);
    }

    private FrameName(int number, string timeOfDay) => (Number, TimeOfDay) = (number, timeOfDay);

    public int Number { get; }

    /// <summary>HHmmssfff, UTC.</summary>
    public string TimeOfDay { get; }

    /// <summary>The name without <c>.jpg</c>: the stem that pictures and records of this frame share.</summary>
    public string Stem => string.Create(CultureInfo.InvariantCulture, $"{Number:D6}-{TimeOfDay}");

    public static bool TryParse(string? text, [NotNullWhen(true)] out FrameName? name)
    {
        name = text is not null && Whole().Match(text) is { Success: true } match
            && int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) is > 0 and var number
            ? new FrameName(number, match.Groups["time"].Value)
            : null;
        return name is not null;
    }

    public override string ToString() => $"{Stem}.jpg";

    [GeneratedRegex("^(?<number>[0-9]{6})-(?<time>(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][0-9]{3})\\.jpg\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
