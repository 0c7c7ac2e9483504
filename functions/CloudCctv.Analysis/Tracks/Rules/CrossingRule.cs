using System.Globalization;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tracks.Rules;

/// <summary>Which crossings are told: <c>door in 22:00-06:00</c>.</summary>
/// <param name="Line">Name of the line; <c>*</c> for every line of the camera.</param>
/// <param name="Direction">Null for both.</param>
/// <param name="From">From when, by the clock on the wall; null for always.</param>
/// <param name="To">Until when, not included; before <paramref name="From"/>: over midnight.</param>
public sealed record CrossingRule(string Line, CrossingDirection? Direction, TimeSpan? From, TimeSpan? To)
{
    public const string Form = "the name of a line or *, then in, out or both, then, if not always, from when to when, such as door in 22:00-06:00";

    public const string AnyLine = "*";

    /// <returns>Null if the text is no such rule.</returns>
    public static CrossingRule? TryParse(string? text) => (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [var line, "in" or "out" or "both"] and [_, var way] => Of(line, way, null, null),
        [var line, "in" or "out" or "both", _] and [_, var way, var span] when Span(span) is var (from, to) => Of(line, way, from, to),
        _ => null,
    };

    /// <param name="line">Name of the line that was crossed.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="time">When.</param>
    /// <param name="zone">Whose clock is on the wall.</param>
    public bool Names(string line, CrossingDirection direction, DateTimeOffset time, TimeZoneInfo zone) =>
        (Line == AnyLine || Line == line)
        && (Direction is null || Direction == direction)
        && (From is not { } from || To is not { } to || QuietHours.EndOf(from, to, zone, time) is not null);

    private static CrossingRule? Of(string line, string way, TimeSpan? from, TimeSpan? to) => line == AnyLine || Slug.IsValid(line)
        ? new CrossingRule(line, way switch { "in" => CrossingDirection.In, "out" => CrossingDirection.Out, _ => null }, from, to)
        : null;

    private static (TimeSpan From, TimeSpan To)? Span(string text) =>
        text.Split('-') is [var from, var to] && Clock(from) is { } start && Clock(to) is { } end && start != end ? (start, end) : null;

    private static TimeSpan? Clock(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToTimeSpan() : null;
}
