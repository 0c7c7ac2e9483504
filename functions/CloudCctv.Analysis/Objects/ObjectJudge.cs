using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Objects;

/// <summary>
/// Judges a batch that tells of things taken or left. The device has found them; the detector has a say only where it sees
/// somebody at the place: who stood still for a while, or has gone on after that, is no thing. One instance serves one batch.
/// </summary>
internal sealed class ObjectJudge : IBatchJudge
{
    private const string Person = "person";

    // Of the box of the change: people stand closely around what they put down.
    private const double Covered = 0.6;

    // Points along each side of a place at which is looked whether somebody covers it.
    private const int Samples = 20;

    private readonly CameraRules places;
    private readonly IReadOnlyList<SceneChange> changes;
    private readonly List<FrameName> frames = [];
    private readonly List<Box> people = [];
    private DateTimeOffset last;

    /// <param name="manifest">Of the batch, see <see cref="Tells"/>.</param>
    /// <param name="rules">Of the camera. Its zones and masks hold for things, too; scores and sizes are for detections.</param>
    public ObjectJudge(BatchManifest manifest, CameraRules rules)
    {
        changes = manifest.Frames.FirstOrDefault(frame => frame.Changes is not null)?.Changes ?? [];
        places = new CameraRules { Zones = rules.Zones, Masks = rules.Masks };
    }

    /// <summary>True if the batch is of an event of things, and not of people.</summary>
    public static bool Tells(BatchManifest manifest) => manifest.Frames.Any(frame => frame.Moment is not null);

    public void Add(BatchFrame frame, IReadOnlyList<SeenObject> seen)
    {
        last = frame.Record.Time;
        frames.Add(frame.Name);
        people.AddRange(seen.Where(one => one.Label == Person).Select(one => one.Box));
    }

    public BatchVerdict Decide()
    {
        var judged = changes.Select(change => new SeenObject(change.Kind, change.Difference, change.Box))
            .OrderByDescending(seen => seen.Score)
            .Select(seen => new JudgedObject(seen, DetectionRules.Check(seen, places) ?? (ShareOfPeople(seen.Box) >= Covered ? SuppressionReason.Person : null)))
            .ToList();
        // Both pictures show the places: where something is, and where it is not.
        return new BatchVerdict(judged.Count == 0 ? [] : [.. frames.Select(frame => new JudgedFrame(frame, judged))], [], [], last);
    }

    // One may stand in the first picture and another in the second: what counts is all that they cover together.
    private double ShareOfPeople(Box place)
    {
        var covered = 0;
        for (var i = 0; i < Samples * Samples; i++)
        {
            var (x, y) = (place.Left + (place.Width * ((i % Samples) + 0.5) / Samples), place.Top + (place.Height * ((i / Samples) + 0.5) / Samples));
            covered += people.Exists(person => x >= person.Left && x < person.Right && y >= person.Top && y < person.Bottom) ? 1 : 0;
        }

        return (double)covered / (Samples * Samples);
    }
}
