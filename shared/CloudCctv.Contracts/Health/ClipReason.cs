namespace CloudCctv.Contracts.Health;

/// <summary>
/// Why a clip that somebody asked for is not there yet, or never will be: words of <see cref="ClipHeartbeat.Why"/>. Texts and no
/// enumeration, because a later device may have more of them, and its heartbeat must be read nevertheless.
/// </summary>
public static class ClipReason
{
    /// <summary>Its event goes on.</summary>
    public const string Recording = "recording";

    /// <summary>Nothing else would have to give way for it, and there is no such room; or the disk takes nothing just now.</summary>
    public const string Room = "room";

    /// <summary>Its camera saves data, or would have to after it.</summary>
    public const string Data = "data";

    /// <summary>It may leave, once nothing else waits.</summary>
    public const string Turn = "turn";

    /// <summary>Never: it is longer than what can be sent.</summary>
    public const string TooLong = "long";

    /// <summary>Never: no browser plays it.</summary>
    public const string Codec = "codec";

    /// <summary>Never, with these settings: the camera keeps no clips, sends none, or is not there any more.</summary>
    public const string Off = "off";
}
