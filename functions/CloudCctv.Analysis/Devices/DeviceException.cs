namespace CloudCctv.Analysis.Devices;

/// <summary>What a person asked for devices cannot be; the message says why and what would be right.</summary>
public sealed class DeviceException(string message) : Exception(message);

/// <summary>Why a device is turned away.</summary>
public enum DeviceRefusal
{
    /// <summary>The code, the key or the token is wrong. Which of them is not said.</summary>
    Wrong,

    /// <summary>The key was right, and has been revoked.</summary>
    Revoked,

    /// <summary>The challenge was used before, or is too old: the same with another is welcome.</summary>
    Stale,

    /// <summary>What it asks for is not its own.</summary>
    NotIts,
}

/// <summary>A device is turned away; the message is for whoever reads its log.</summary>
public sealed class DeviceRefusedException(DeviceRefusal refusal, string message) : Exception(message)
{
    public DeviceRefusal Refusal { get; } = refusal;
}
