using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Analysis.Tracks.Stills;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tracks;

/// <summary>Judges one batch: first frame by frame, then as a whole. One instance serves one batch.</summary>
internal sealed class BatchJudge(CameraRules rules, StillOptions stillOptions, SecondOpinion second, StillRecord stills, IEnumerable<Track> earlier)
{
    private readonly TrackSet tracks = new(earlier);
    private readonly List<(FrameName Frame, List<(JudgedObject One, TrackSet.Member? Track)> Objects)> frames = [];
    private DateTimeOffset last;

    /// <summary>Adds what the detector saw in the next frame.</summary>
    public void Add(BatchFrame frame, IReadOnlyList<SeenObject> seen)
    {
        last = frame.Record.Time;
        if (seen.Count == 0)
        {
            return;
        }

        var judged = AskSecond(frame, [.. seen.Select(one => new JudgedObject(one, DetectionRules.Check(one, rules)))]);
        var members = new Queue<TrackSet.Member>(tracks.Add(frame.Record.Time, [.. judged.Where(one => one.Reason is null).Select(one => one.Seen)]));
        frames.Add((frame.Name, [.. judged.Select(one => (one, one.Reason is null ? members.Dequeue() : null))]));
    }

    /// <summary>The verdict, when every frame has been added.</summary>
    public BatchVerdict Decide()
    {
        foreach (var member in tracks.All)
        {
            member.Track = member.Track.Judged(rules);
        }

        return new BatchVerdict(
            [.. frames.Select(frame => new JudgedFrame(frame.Frame, [.. frame.Objects.Select(pair => pair.Track is null ? pair.One : pair.One with { Reason = Reason(pair.Track) })]))],
            [.. tracks.Alive(last).Select(member => member.Track)]);
    }

    /// <summary>What the camera has learned after this batch.</summary>
    public StillRecord Learn(EventName eventName, StillRecord before) => rules.LeaveOutStills
        ? before.After(eventName, last, [.. tracks.All.Where(StoodStill).Select(member => (member.Track.Label, member.Boxes[0]))], stillOptions)
        : before;

    private SuppressionReason? Reason(TrackSet.Member member) => member switch
    {
        _ when rules.LeaveOutStills && stills.Knows(member.Track.Label, member.Boxes, stillOptions) => SuppressionReason.Still,
        { Track.IsConfirmed: false } => SuppressionReason.Track,
        _ => null,
    };

    // One picture cannot tell whether something stands still.
    private static bool StoodStill(TrackSet.Member member) =>
        member.Boxes.Count > 1 && member.Boxes.All(box => box.With(member.Boxes[0]) >= StillRecord.SamePlace);

    private List<JudgedObject> AskSecond(BatchFrame frame, List<JudgedObject> judged)
    {
        var open = judged.Where(one => one.Reason is null).ToList();
        if (!rules.SecondModel || second.Ask(frame, [.. open.Select(one => one.Seen)]) is not { } agrees)
        {
            return judged;
        }

        var denied = open.Zip(agrees).Where(pair => !pair.Second).Select(pair => pair.First).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. judged.Select(one => denied.Contains(one) ? one with { Reason = SuppressionReason.SecondModel } : one)];
    }
}
