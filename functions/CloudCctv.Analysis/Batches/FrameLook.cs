using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Batches;

/// <summary>What came of looking at one frame.</summary>
/// <param name="Record">What the manifest says of it.</param>
/// <param name="Frame">The frame, owned by this; null if it was rejected.</param>
/// <param name="Seen">What is in it that counts, highest score first.</param>
/// <param name="Fault">Why it was rejected; null if it was not.</param>
/// <param name="Took">How long it was looked at.</param>
internal sealed record FrameLook(FrameRecord Record, BatchFrame? Frame, IReadOnlyList<SeenObject> Seen, FrameRejectedException? Fault, TimeSpan Took) : IDisposable
{
    public static FrameLook Rejected(FrameRecord record, FrameRejectedException fault) => new(record, null, [], fault, TimeSpan.Zero);

    public void Dispose() => Frame?.Dispose();
}
