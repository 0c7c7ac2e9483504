using CloudCctv.Analysis.Retention.Ranges;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>What a list of events shows of one of them, known without reading any of its sidecars.</summary>
/// <param name="Event">Which.</param>
/// <param name="Pictures">How many flagged frames there are.</param>
/// <param name="Best">The frame in which the detector was surest; of things taken or left the later one.</param>
/// <param name="Score">Its confidence there, 0 to 1, to four digits.</param>
/// <param name="MostAtOnce">For each label, how many were in one frame at most.</param>
/// <param name="Last">When the last flagged frame was taken, UTC.</param>
/// <param name="Newest">That frame.</param>
public sealed record IndexCard(EventName Event, int Pictures, SightingName Best, double Score, IReadOnlyDictionary<string, int> MostAtOnce, DateTimeOffset Last, SightingName Newest)
{
    /// <summary>Who has crossed which counting line, in order of time.</summary>
    public IReadOnlyList<SeenCrossing> Crossings { get; init; } = [];

    internal static IndexCard Of(IndexedEvent one)
    {
        // Of things taken or left both pictures have the same places; the later one shows how it is now.
        var best = one.Pictures[^1].Seen.Keys.Any(SceneChange.IsKind) ? one.Pictures[^1] : one.Pictures.MaxBy(picture => picture.Score)!;
        var most = new Dictionary<string, int>();
        foreach (var (label, count) in one.Pictures.SelectMany(picture => picture.Seen))
        {
            most[label] = Math.Max(count, most.GetValueOrDefault(label));
        }

        var newest = new SightingName(one.Event, one.Pictures[^1].Frame);
        return new IndexCard(one.Event, one.Pictures.Count, new SightingName(one.Event, best.Frame), best.Score, most, SightingRange.TimeOf(newest), newest)
        {
            Crossings = [.. one.Pictures.SelectMany(picture => picture.Crossings ?? [], (picture, crossing) => Of(new SightingName(one.Event, picture.Frame), crossing))],
        };
    }

    private static SeenCrossing Of(SightingName picture, IndexedCrossing crossing) => new(picture, SightingRange.TimeOf(picture), crossing.Line, crossing.Direction);
}

/// <summary>That somebody has crossed a counting line.</summary>
/// <param name="Picture">In which it shows.</param>
/// <param name="Time">When that was taken, UTC.</param>
/// <param name="Line">Name of the line.</param>
/// <param name="Direction">Which way.</param>
public sealed record SeenCrossing(SightingName Picture, DateTimeOffset Time, string Line, CrossingDirection Direction);
