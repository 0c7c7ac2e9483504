using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CloudCctv.Contracts.Names;

/// <summary>
/// Names one event for ever: <c>site/camera/yyyy/MM/dd/HHmmssfff-event</c>, where the time is the start of the event in UTC
/// and <c>event</c> is eight random characters. Names of one camera sort by time.
/// </summary>
public sealed partial record EventName
{
    internal const string Pattern =
        $"(?<site>{Slug.Pattern})/(?<camera>{Slug.Pattern})/(?<time>[0-9]{{4}}/[0-9]{{2}}/[0-9]{{2}}/[0-9]{{9}})-(?<event>[0-9a-z]{{8}})";

    private const string TimeFormat = "yyyy/MM/dd/HHmmssfff";

    // Crockford's base 32: no letters that look like digits, so that a name can be read out over the phone.
    private const string IdAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <exception cref="ArgumentException">A part breaks its rule; the message says which.</exception>
    public EventName(string site, string camera, DateTimeOffset start, string id)
    {
        Site = Slug.Require(site, "Site");
        Camera = Slug.Require(camera, "Camera");
        var utc = start.ToUniversalTime();
        Start = utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
        Id = IdRule().IsMatch(id) ? id : throw new ArgumentException("Event id must be 8 of 0-9 and a-z.", nameof(id));
    }

    public string Site { get; }

    public string Camera { get; }

    /// <summary>Time of the first frame, UTC, whole milliseconds.</summary>
    public DateTimeOffset Start { get; }

    public string Id { get; }

    public static EventName New(string site, string camera, DateTimeOffset start, Random random) =>
        new(site, camera, start, new string(random.GetItems<char>(IdAlphabet, 8)));

    public static bool TryParse(string? text, [NotNullWhen(true)] out EventName? name)
    {
        name = text is null ? null : From(Whole().Match(text));
        return name is not null;
    }

    public override string ToString() =>
        $"{Site}/{Camera}/{Start.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{Id}";

    /// <returns>Null if the match failed or its time does not exist, such as 30 February.</returns>
    internal static EventName? From(Match match) =>
        match.Success && DateTimeOffset.TryParseExact(
            match.Groups["time"].Value, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            ? new EventName(match.Groups["site"].Value, match.Groups["camera"].Value, start, match.Groups["event"].Value)
            : null;

    [GeneratedRegex($"^{Pattern}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex("^[0-9a-z]{8}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdRule();
}
