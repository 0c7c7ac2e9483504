using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>A clip that somebody would like to have.</summary>
/// <param name="Event">Whose.</param>
/// <param name="AskedAt">When somebody asked, UTC: by that, one wish is told from a later one for the same clip. Null where an older server wrote it down.</param>
public sealed record WantedClip(EventName Event, DateTimeOffset? AskedAt)
{
    /// <summary>Whether both are one wish, as far as can be told.</summary>
    public bool IsSameAs(WantedClip other) => Event == other.Event && (AskedAt is null || other.AskedAt is null || AskedAt == other.AskedAt);
}
