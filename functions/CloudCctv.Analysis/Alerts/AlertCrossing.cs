using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Alerts;

/// <summary>That somebody goes in or out over a line of which the camera's rules say that it is told.</summary>
/// <param name="Line">Name of the line.</param>
/// <param name="Direction">Which way.</param>
public sealed record AlertCrossing(string Line, CrossingDirection Direction)
{
    /// <returns>Each line and direction once, in the order of names; null if there are none.</returns>
    internal static IReadOnlyList<AlertCrossing>? Of(IEnumerable<Sighting> sightings, CameraRules rules, TimeZoneInfo zone)
    {
        var told = sightings
            .SelectMany(sighting => sighting.Crossings ?? [], (sighting, crossing) => (sighting.Time, crossing.Line, crossing.Direction))
            .Where(one => rules.CrossingRules().Any(rule => rule.Names(one.Line, one.Direction, one.Time, zone)))
            .Select(one => new AlertCrossing(one.Line, one.Direction));
        return Ordered(told) is { Count: > 0 } some ? some : null;
    }

    internal static IReadOnlyList<AlertCrossing> Ordered(IEnumerable<AlertCrossing> crossings) =>
        [.. crossings.Distinct().OrderBy(one => one.Line, StringComparer.Ordinal).ThenBy(one => one.Direction)];

    /// <summary>What somebody does: <c>goes in</c>, <c>goes in and out</c>.</summary>
    internal static string Deed(IEnumerable<AlertCrossing> crossings) =>
        $"goes {string.Join(" and ", crossings.Select(one => one.Direction).Distinct().Order().Select(direction => direction.Word()))}";

    public override string ToString() => $"{Direction.Word()} over {Line}";
}
