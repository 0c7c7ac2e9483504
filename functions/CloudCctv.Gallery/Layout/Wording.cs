using System.Globalization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Gallery.Layout;

/// <summary>Numbers with their nouns, in the words of the pages.</summary>
internal static class Wording
{
    /// <summary>Between a number and its noun, where a line should not break.</summary>
    private const char Glue = '\u00a0';

    /// <summary><c>1 picture</c>, <c>2 pictures</c>.</summary>
    public static string Count(int number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:N0}{Glue}{(number == 1 ? one : many ?? one + "s")}");

    /// <summary><c>2 people</c>, <c>1 car</c>; models name their classes in the singular.</summary>
    public static string Seen(int number, string label) => label switch
    {
        "person" => Count(number, "person", "people"),
        SceneChange.Removed => Count(number, "thing taken", "things taken"),
        SceneChange.Left => Count(number, "thing left", "things left"),
        _ => Count(number, label),
    };

    /// <summary><c>Before</c> or <c>After</c>, of a picture of an event of things taken or left.</summary>
    public static string MomentOf(Sighting sighting) => sighting.Moment == FrameRecord.Before ? "Before" : "After";

    /// <summary><c>3 people, 1 car</c>: most numerous first.</summary>
    public static string Seen(IEnumerable<KeyValuePair<string, int>> counts) => string.Join(", ", counts
        .OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal)
        .Select(one => Seen(one.Value, one.Key)));

    /// <summary><c>in</c>, <c>2 in, 1 out</c>.</summary>
    public static string Crossed(IReadOnlyCollection<CrossingDirection> crossings) => crossings.Count == 1
        ? crossings.First().Word()
        : string.Join(", ", crossings.Order().CountBy(one => one).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Value}{Glue}{one.Key.Word()}")));

    /// <summary><c>87 %</c></summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share * 100):0}{Glue}%");
}
