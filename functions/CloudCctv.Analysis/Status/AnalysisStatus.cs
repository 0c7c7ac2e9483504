using System.Diagnostics.Metrics;

namespace CloudCctv.Analysis.Status;

/// <summary>What this process has done since it started, for the status page and, under the meter <see cref="MeterName"/>, for OpenTelemetry. Thread-safe.</summary>
public sealed class AnalysisStatus
{
    public const string MeterName = "CloudCctv.Analysis";

    private readonly Tally batches;
    private readonly Tally frames;
    private readonly Tally sightings;
    private readonly Tally alertsSent;
    private readonly Tally quarantined;
    private readonly Tally suppressed;

    public AnalysisStatus(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        batches = new Tally(meter, "cloudcctv.batches", "{batch}", "Batches finished");
        frames = new Tally(meter, "cloudcctv.frames", "{frame}", "Frames analysed");
        sightings = new Tally(meter, "cloudcctv.sightings", "{sighting}", "Sightings saved");
        alertsSent = new Tally(meter, "cloudcctv.alerts.sent", "{alert}", "Alerts that a channel took");
        quarantined = new Tally(meter, "cloudcctv.quarantined", "{item}", "Batches and messages set aside");
        suppressed = new Tally(meter, "cloudcctv.suppressed", "{picture}", "Pictures in which something was detected and nothing counted");
    }

    public AnalysisCounts Now => new(batches.Value, frames.Value, sightings.Value, alertsSent.Value, quarantined.Value) { Suppressed = suppressed.Value };

    internal void BatchFinished() => batches.Add();

    internal void FrameAnalysed() => frames.Add();

    internal void Sighted() => sightings.Add();

    internal void AlertSent() => alertsSent.Add();

    internal void Quarantined() => quarantined.Add();

    internal void Suppressed(int pictures) => suppressed.Add(pictures);

    private sealed class Tally(Meter meter, string name, string unit, string description)
    {
        private readonly Counter<long> counter = meter.CreateCounter<long>(name, unit, description);
        private long value;

        public long Value => Interlocked.Read(ref value);

        public void Add(long count = 1)
        {
            Interlocked.Add(ref value, count);
            counter.Add(count);
        }
    }
}

/// <summary>Counts since the process started.</summary>
public sealed record AnalysisCounts(long Batches, long Frames, long Sightings, long AlertsSent, long Quarantined)
{
    /// <summary>Pictures in which something was detected and nothing counted.</summary>
    public long Suppressed { get; init; }
}
