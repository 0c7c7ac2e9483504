using CloudCctv.Contracts.Names;

namespace CloudCctv.HostileBatches;

/// <summary>What must become of a hostile batch.</summary>
public enum Ending
{
    /// <summary>All of it is analysed, nothing is in quarantine: it only looks odd.</summary>
    Accepted,

    /// <summary>Its first frame is set aside, its second (a person) is a sighting, the zip is in quarantine.</summary>
    FirstFrameRejected,

    /// <summary>Nothing of it is kept but the zip in quarantine.</summary>
    Rejected,
}

/// <summary>One way to be hostile.</summary>
/// <param name="Name">In a few words; stands in docs/design/hostile-input.md.</param>
/// <param name="Ending">What must become of it.</param>
/// <param name="Fault">The code in quarantine; <c>accepted</c> if there is none.</param>
/// <param name="Make">The bytes under the batch's name.</param>
public sealed record HostileCase(string Name, Ending Ending, string Fault, Func<byte[]> Make)
{
    /// <summary>The name under which it comes.</summary>
    public BatchName Batch { get; init; } = RawBatch.DefaultName;

    public override string ToString() => Name;
}
