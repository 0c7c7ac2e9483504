namespace CloudCctv.Benchmarks.Gate;

/// <summary>What a gate made of a clip, held against what is in it.</summary>
/// <param name="Found">Visits that an event overlaps.</param>
/// <param name="Visits">Of how many.</param>
/// <param name="FalseEvents">Events that overlap none.</param>
/// <param name="Events">All.</param>
/// <param name="DelayFrames">Median over the found visits: frames from the first with a person to the first of the event.</param>
internal sealed record GateVerdict(int Found, int Visits, int FalseEvents, int Events, double? DelayFrames)
{
    // Half a second: people are partly in the picture before somebody who counts would say so.
    private const int Tolerance = 5;

    public static GateVerdict Of(GateClip clip, IReadOnlyList<(int First, int Last)> events)
    {
        bool Overlap((int First, int Last) a, (int First, int Last) visit) => a.First <= visit.Last + Tolerance && a.Last >= visit.First - Tolerance;
        var delays = clip.Visits
            .Select(visit => events.Where(e => Overlap(e, visit)).Select(e => (int?)Math.Max(0, e.First - visit.First)).Min())
            .OfType<int>().Order().ToList();
        return new GateVerdict(
            delays.Count,
            clip.Visits.Count,
            events.Count(e => !clip.Visits.Any(visit => Overlap(e, visit))),
            events.Count,
            delays.Count > 0 ? delays[delays.Count / 2] : null);
    }

    public override string ToString() => Visits > 0
        ? $"{Found}/{Visits} found, {FalseEvents} false, {Events} events, delay {DelayFrames:0}"
        : $"{FalseEvents} false";
}
