using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Fsck;

/// <summary>One thing in the store that is not as it is promised.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Name">Of the object that shows it.</param>
/// <param name="Detail">One sentence for people.</param>
/// <param name="Repair">What would put it right without losing anything, in a few words; null if only a person can tell.</param>
public sealed record Finding(FindingKind Kind, string Name, string Detail, string? Repair = null)
{
    /// <summary>Whether that was done.</summary>
    public bool Repaired { get; init; }
}

/// <summary>Written in kebab-case: <c>zip-forgotten</c>.</summary>
[JsonConverter(typeof(FindingKindConverter))]
public enum FindingKind
{
    /// <summary>A zip that waits, without a result and, as far as can be told, without a message.</summary>
    ZipForgotten,

    /// <summary>A zip whose batch is done.</summary>
    ZipFinished,

    /// <summary>Something under <c>batches/</c> that is no batch.</summary>
    Stranger,

    ResultUnreadable,

    /// <summary>A result names a sighting that is not there and that nobody has deleted.</summary>
    SightingMissing,

    /// <summary>An event has sightings, and its alert is neither waiting nor sent.</summary>
    AlertMissing,

    SidecarUnreadable,

    /// <summary>A sidecar without its picture.</summary>
    PictureMissing,

    /// <summary>The picture is not the one that the sidecar describes.</summary>
    PictureDiffers,

    PreviewMissing,

    /// <summary>A picture without a sidecar: no page shows it.</summary>
    SidecarMissing,

    /// <summary>The hash of a clip without the clip.</summary>
    ClipMissing,

    /// <summary>A clip without the hash that says that it is whole: no page shows it.</summary>
    ClipUnfinished,

    /// <summary>A clip of an event that has no picture, or of which a part was erased.</summary>
    ClipUnwanted,

    /// <summary>The clip is not the one that its device sent, or its hash cannot be read.</summary>
    ClipDiffers,

    /// <summary>Days that were written before there was an index.</summary>
    IndexShort,

    /// <summary>An hour of the index that does not say what the sidecars say.</summary>
    IndexWrong,

    AlertUnreadable,

    /// <summary>An alert that was sent still waits.</summary>
    AlertLeft,

    /// <summary>An alert has waited for longer than any is tried: no server looks at the outbox.</summary>
    AlertOverdue,

    /// <summary>A claim on a batch that is done or gone.</summary>
    ClaimLeft,

    ClaimUnreadable,

    /// <summary>Something in quarantine without a reason that can be read.</summary>
    ReasonMissing,

    /// <summary>A reason in quarantine for something that is not there.</summary>
    EvidenceMissing,

    /// <summary>Rules that somebody has set for a camera, and that nobody can read: those of the settings hold.</summary>
    RulesUnreadable,
}

internal sealed class FindingKindConverter() : JsonStringEnumConverter<FindingKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
