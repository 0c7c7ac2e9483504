using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Batches;

/// <summary>What one pass over a batch has found so far, and where its time went.</summary>
internal sealed class BatchFindings(BatchName batch, TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private readonly List<BadFrame> badFrames = [];
    private readonly Dictionary<FrameName, JpegHeader> sizes = [];
    private List<Sighting> sightings = [];

    /// <summary>In order of time, once all are saved.</summary>
    public IReadOnlyList<Sighting> Sightings => sightings;

    public IReadOnlyList<BadFrame> BadFrames => badFrames;

    public int Frames { get; set; }

    public SightingModel? Model { get; set; }

    public BatchVerdict Verdict { get; set; } = BatchVerdict.Nothing;

    /// <summary>Faces of the event so far; null if faces are off.</summary>
    public FaceTally? Faces { get; set; }

    /// <summary>True if there is no alert because every face is known, or nobody crossed a line.</summary>
    public bool AlertWithheld { get; set; }

    /// <summary>True once the alert is in the outbox, or is known to be withheld.</summary>
    public bool IsAlertDecided { get; set; }

    /// <summary>Of the batch of a clip; null for all others.</summary>
    public ClipFate? Clip { get; set; }

    public StageClock Open { get; } = new(time);

    public StageClock Read { get; } = new(time);

    public StageClock Detect { get; } = new(time);

    public StageClock Preview { get; } = new(time);

    public StageClock Save { get; } = new(time);

    public void Saw(BatchFrame frame) => sizes[frame.Name] = frame.Size;

    /// <summary>How large a frame is that was looked at; null if it could not be.</summary>
    public JpegHeader? SizeOf(FrameName frame) => sizes.TryGetValue(frame, out var size) ? size : null;

    public void Add(Sighting sighting) => sightings.Add(sighting);

    /// <summary>Sightings come in the order in which they were saved.</summary>
    public void OrderSightings() => sightings = [.. sightings.OrderBy(one => one.Time).ThenBy(one => one.Frame.Number)];

    public void Add(FrameRecord frame, FrameRejectedException fault) => badFrames.Add(new BadFrame(frame.Name, fault.Fault, fault.Message));

    public BatchResult ToResult(BatchEnding ending) => new()
    {
        Batch = batch,
        Ending = ending,
        Frames = Frames,
        Sightings = [.. sightings.Select(sighting => sighting.Name.ToString())],
        BadFrames = badFrames,
        Suppressed = [.. Verdict.Suppressed.Take(BatchResult.MaxSuppressed)],
        SuppressedPictures = Verdict.SuppressedPictures,
        Tracks = Verdict.Tracks,
        Model = Model,
        Faces = Faces,
        AlertWithheld = AlertWithheld,
        Clip = Clip,
        Timings = new StageTimings(Open.Milliseconds, Read.Milliseconds, Detect.Milliseconds, Math.Round(Preview.Milliseconds + Save.Milliseconds, 1), Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 1)),
        FinishedAt = time.GetUtcNow(),
    };
}

/// <summary>Adds up the time spent in one stage: <c>using (clock.Run()) { … }</c>. What is done at once counts each by itself.</summary>
internal sealed class StageClock(TimeProvider time)
{
    private TimeSpan total;

    public double Milliseconds => Math.Round(total.TotalMilliseconds, 1);

    public void Add(TimeSpan spent) => total += spent;

    public Lap Run() => new(this, time.GetTimestamp());

    internal readonly struct Lap(StageClock clock, long started) : IDisposable
    {
        public void Dispose() => clock.Add(clock.Elapsed(started));
    }

    private TimeSpan Elapsed(long started) => time.GetElapsedTime(started);
}
