using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Intake;

/// <summary>Why a batch, a frame or a message was set aside. Written in kebab-case: <c>frame-hash</c>.</summary>
[JsonConverter(typeof(BatchFaultConverter))]
public enum BatchFault
{
    // The whole batch.
    ZipTooLarge,
    NotAZip,
    ZipUnsupported,
    TooManyEntries,
    EntryName,
    EntryKind,
    EntryMethod,
    EntryMismatch,
    EntryOverlap,
    DuplicateEntry,
    EntryEncrypted,
    EntryTooLarge,
    UnpackedTooLarge,
    ManifestMissing,
    ManifestInvalid,
    BatchTime,
    FrameUnlisted,
    NameTaken,

    // The batch of a clip.
    ClipMissing,
    ClipLength,
    ClipUnreadable,
    ClipHash,
    ClipNotMp4,
    ClipConflict,

    // One frame of it; the others are worked on.
    FrameMissing,
    FrameUnreadable,
    FrameLength,
    FrameHash,
    FrameNotJpeg,
    FrameTooLarge,
    FrameTooManyScans,
    FrameUnsupported,
    FrameTime,
    FrameConflict,

    // What the queue brought.
    MessageUnreadable,
    TooManyAttempts,

    // Something lies in quarantine, and the record of why cannot be read.
    ReasonUnreadable,
}

public static class BatchFaultExtensions
{
    /// <summary>The code as it stands in records and logs.</summary>
    public static string Code(this BatchFault fault) => JsonNamingPolicy.KebabCaseLower.ConvertName(fault.ToString());
}

internal sealed class BatchFaultConverter() : JsonStringEnumConverter<BatchFault>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
