using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>What a batch says of itself: the entry <see cref="EntryName"/> in the zip, JSON in UTF-8.</summary>
public sealed record BatchManifest
{
    public const string EntryName = "manifest.json";

    public const int CurrentVersion = 1;

    /// <inheritdoc cref="Clock"/>
    public const string ClockEstimated = "estimated";

    /// <inheritdoc cref="Clock"/>
    public const string ClockCorrected = "corrected";

    /// <summary>Version of this schema. A reader refuses versions that it does not know.</summary>
    public required int Version { get; init; }

    /// <summary>The computer that made the batch: a <see cref="Slug"/>.</summary>
    public required string Device { get; init; }

    public required string Site { get; init; }

    public required string Camera { get; init; }

    /// <summary>Id of the event, see <see cref="EventName.Id"/>.</summary>
    public required string Event { get; init; }

    /// <summary>Time of the event's first frame, UTC; <see cref="FrameRecord.Moment"/> tells of an older one.</summary>
    public required DateTimeOffset EventStart { get; init; }

    /// <summary>1 for the first batch of the event.</summary>
    public required int Part { get; init; }

    /// <summary>
    /// <see cref="EventName"/> of the event with which all began, if this one only continues what had lasted too long for one
    /// event; absent otherwise, and in a batch that was finished after a crash.
    /// </summary>
    public string? Continues { get; init; }

    /// <summary>The frames in the batch, in order of time; at least one, or none in the batch of a clip.</summary>
    public required IReadOnlyList<FrameRecord> Frames { get; init; }

    /// <summary>The event's clip, in the batch with the number <see cref="BatchName.ClipPart"/>; absent in all others.</summary>
    public ClipRecord? Clip { get; init; }

    /// <summary>
    /// What the device knew of the time: absent if its clock was set, <see cref="ClockEstimated"/> if it was not and times go
    /// on from the last one known, <see cref="ClockCorrected"/> if it was set later and times were moved by as much.
    /// </summary>
    public string? Clock { get; init; }
}

/// <summary>One frame of a batch.</summary>
public sealed record FrameRecord
{
    /// <inheritdoc cref="Moment"/>
    public const string Before = "before";

    /// <inheritdoc cref="Moment"/>
    public const string After = "after";

    /// <summary>Name of the entry in the zip, see <see cref="FrameName"/>.</summary>
    public required string Name { get; init; }

    /// <summary>When it was taken, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Share of the watched area that moved, 0 to 1.</summary>
    public required double MotionScore { get; init; }

    /// <summary>Box around everything that moved, or has changed, in 0..1 of the frame; absent if nothing did.</summary>
    public Box? MotionBox { get; init; }

    /// <summary>Names of the zones in which something moved; empty without zones.</summary>
    public required IReadOnlyList<string> Zones { get; init; }

    /// <summary>
    /// Mean squared step of brightness between neighbouring points of what moved, 0 or more; absent if unknown. A frame with a
    /// high <see cref="MotionScore"/> and sharpness is the one to look at first.
    /// </summary>
    public double? Sharpness { get; init; }

    /// <summary>
    /// In an event that tells of things taken or left: <see cref="Before"/> for the scene before anything moved, which is older
    /// than the event, and <see cref="After"/> for the scene since it is stable again, with which the event begins. Absent in
    /// all other events.
    /// </summary>
    public string? Moment { get; init; }

    /// <summary>What is gone or new in the frame of <see cref="After"/>, at least one; absent in all others.</summary>
    public IReadOnlyList<SceneChange>? Changes { get; init; }

    /// <summary>SHA-256 of the JPEG, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Length of the JPEG.</summary>
    public required int Bytes { get; init; }
}
