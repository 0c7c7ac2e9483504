using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Lines;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Analysis.Tracks.Stills;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tracks;

/// <summary>Judges one batch: first frame by frame, then as a whole. One instance serves one batch.</summary>
internal sealed class BatchJudge(CameraRules rules, StillOptions stillOptions, SecondOpinion second, StillRecord stills, IEnumerable<Track> earlier) : IBatchJudge
{
    private readonly TrackSet tracks = new(earlier);
    private readonly LineWatch lines = new(rules.CountingLines());
    private readonly List<(FrameName Frame, double Aspect, List<(JudgedObject One, TrackSet.Member? Track)> Objects)> frames = [];
    private DateTimeOffset last;

    public void Add(BatchFrame frame, IReadOnlyList<SeenObject> seen)
    {
        last = frame.Record.Time;
        if (seen.Count == 0)
        {
            return;
        }

        var aspect = (double)frame.Size.Width / frame.Size.Height;
        var judged = AskSecond(frame, [.. seen.Select(one => new JudgedObject(one, DetectionRules.Check(one, rules)))]);
        var members = new Queue<TrackSet.Member>(tracks.Add(frame.Record.Time, [.. judged.Where(one => one.Reason is null).Select(one => one.Seen)], aspect));
        frames.Add((frame.Name, aspect, [.. judged.Select(one => (one, one.Reason is null ? members.Dequeue() : null))]));
    }

    public BatchVerdict Decide()
    {
        foreach (var member in tracks.All)
        {
            member.Track = member.Track.Judged(rules);
        }

        return new BatchVerdict(
            [.. frames.Select(frame => new JudgedFrame(frame.Frame, WithReasons(frame.Objects), Crossings(frame.Objects, frame.Aspect)))],
            [.. tracks.Alive(last).Select(member => member.Track)],
            [.. tracks.All.Where(StoodStill).Select(member => new StandingObject(member.Track.Label, member.Boxes[0]))],
            last);
    }

    // Only who counts crosses: so there is a picture of each.
    private List<LineCrossing>? Crossings(List<(JudgedObject One, TrackSet.Member? Track)> objects, double aspect)
    {
        var crossings = objects
            .Where(pair => pair.Track is not null)
            .SelectMany(pair => lines.Follow(pair.Track!, pair.One.Seen, aspect, counts: Reason(pair.Track!) is null))
            .ToList();
        return crossings.Count > 0 ? crossings : null;
    }

    // Who is uncertain beside somebody who is not costs no alert more, and people come in company.
    private List<JudgedObject> WithReasons(List<(JudgedObject One, TrackSet.Member? Track)> objects)
    {
        var judged = objects.Select(pair => pair.Track is null ? pair.One : pair.One with { Reason = Reason(pair.Track) }).ToList();
        return judged.Exists(one => one.Reason is null)
            ? [.. judged.Select(one => one.Reason == SuppressionReason.Track ? one with { Reason = null } : one)]
            : judged;
    }

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
