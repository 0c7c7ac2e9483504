using CloudCctv.Contracts.Health;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>What became of a clip that was to be put into the spool. From <see cref="Never"/> on there is no sense in trying again.</summary>
internal enum ClipOutcome
{
    /// <summary>It waits there, and leaves when nothing else does.</summary>
    Spooled,

    /// <summary>Somebody else has it in hand: to be tried again.</summary>
    NotNow,

    /// <summary>There is no room, or the disk takes nothing: to be tried again.</summary>
    NoRoom,

    /// <summary>Its event goes on: to be tried again.</summary>
    Recording,

    /// <summary>There is none.</summary>
    Never,

    /// <summary>It is longer than <see cref="ClipOptions.MaxSentBytes"/>.</summary>
    TooLong,

    /// <summary>No browser plays it.</summary>
    NotPlayable,

    /// <summary>The settings do not let it be sent.</summary>
    Off,
}

internal static class ClipOutcomes
{
    /// <returns>For the heartbeat; null if there is nothing to say.</returns>
    public static string? Reason(this ClipOutcome outcome) => outcome switch
    {
        ClipOutcome.NoRoom => ClipReason.Room,
        ClipOutcome.Recording => ClipReason.Recording,
        ClipOutcome.TooLong => ClipReason.TooLong,
        ClipOutcome.NotPlayable => ClipReason.Codec,
        ClipOutcome.Off => ClipReason.Off,
        _ => null,
    };
}
