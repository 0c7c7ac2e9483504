using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Gallery.Days;

/// <summary>An event as its card tells it.</summary>
/// <param name="Event">Which.</param>
/// <param name="Pictures">How many flagged frames there are.</param>
/// <param name="Best">The frame in which the detector was surest; of things taken or left the later one.</param>
/// <param name="MostAtOnce">For each label, how many were in one frame at most.</param>
/// <param name="Duration">From the start of the event to its last flagged frame.</param>
public sealed record EventSummary(EventName Event, int Pictures, Sighting Best, IReadOnlyDictionary<string, int> MostAtOnce, TimeSpan Duration)
{
    /// <summary>The detector's confidence in the best frame, 0 to 1.</summary>
    public double Score => ScoreOf(Best);

    /// <summary>Which way somebody went over a counting line, one for each time.</summary>
    public IReadOnlyList<CrossingDirection> Crossings { get; init; } = [];

    /// <param name="eventName">Which.</param>
    /// <param name="pictures">How many there are, of which <paramref name="read"/> may be a part.</param>
    /// <param name="read">In order of time; at least one.</param>
    public static EventSummary Of(EventName eventName, int pictures, IReadOnlyList<Sighting> read) => new(
        eventName,
        pictures,
        read[^1].Moment is null ? read.MaxBy(ScoreOf)! : read[^1],
        read.SelectMany(CountsIn).GroupBy(one => one.Key, one => one.Value).ToDictionary(label => label.Key, label => label.Max()),
        read[^1].Time - eventName.Start)
    {
        Crossings = [.. read.SelectMany(sighting => sighting.Crossings ?? []).Select(one => one.Direction)],
    };

    public static IEnumerable<KeyValuePair<string, int>> CountsIn(Sighting sighting) => sighting.Detections.CountBy(one => one.Label);

    private static double ScoreOf(Sighting sighting) => sighting.Detections.Select(one => one.Score).DefaultIfEmpty().Max();
}
