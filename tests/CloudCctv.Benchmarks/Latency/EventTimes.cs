using CloudCctv.Analysis.Results;

namespace CloudCctv.Benchmarks.Latency;

/// <summary>When what happened to one event; null for what did not.</summary>
/// <param name="Sent">The camera began to send the first significant picture.</param>
/// <param name="Recognisable">It began to send the first picture in which the detector is sure of a person.</param>
/// <param name="Decided">The uploader said that it is an event.</param>
/// <param name="Told">What became of the batch that the alert came from; null if there was none.</param>
internal sealed record EventTimes(DateTimeOffset Sent, DateTimeOffset? Recognisable, DateTimeOffset? Decided, TellingBatch? Told)
{
    /// <summary>From the first significant picture to the alert.</summary>
    public TimeSpan? Latency => Told?.Alerted - Sent;

    public override string ToString() => Told is null
        ? "NOT TOLD"
        : $"{Latency!.Value.TotalSeconds:0.00} s: decided {(Decided - Sent)!.Value.TotalSeconds:0.00}, batch {Told.Part} {(Told.Sealed - Decided)!.Value.TotalSeconds:0.00}, {Told}";
}

/// <param name="Part">Its number in the event.</param>
/// <param name="Sealed">It was whole on the device's disk.</param>
/// <param name="Delivered">The uploader had the store's word for batch and message.</param>
/// <param name="Received">A worker had it.</param>
/// <param name="Timings">What the worker says of itself.</param>
/// <param name="Alerted">The phone had the alert.</param>
internal sealed record TellingBatch(int Part, DateTimeOffset Sealed, DateTimeOffset Delivered, DateTimeOffset Received, StageTimings Timings, DateTimeOffset Alerted)
{
    // A worker may be woken before the uploader has heard that its message was taken.
    public TimeSpan Upload => (Delivered < Received ? Delivered : Received) - Sealed;

    public TimeSpan Queue => Delivered < Received ? Received - Delivered : TimeSpan.Zero;

    public TimeSpan Open => TimeSpan.FromMilliseconds(Timings.OpenMs + Timings.ReadMs);

    public TimeSpan Detect => TimeSpan.FromMilliseconds(Timings.DetectMs);

    // Verdict, best picture and outbox are written, the channel is called.
    public TimeSpan Tell => Alerted - Received - Open - Detect;

    // Most of it after the alert has left.
    public TimeSpan Save => TimeSpan.FromMilliseconds(Timings.SaveMs);

    public override string ToString() =>
        $"upload {Upload.TotalSeconds:0.00}, queue {Queue.TotalSeconds:0.00}, open {Open.TotalSeconds:0.00}, detect {Detect.TotalSeconds:0.00}, tell {Tell.TotalSeconds:0.00} (save {Save.TotalSeconds:0.00})";
}
