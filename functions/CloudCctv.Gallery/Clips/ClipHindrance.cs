using CloudCctv.Analysis.Health;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Gallery.Clips;

/// <summary>Why a clip that was asked for is not here.</summary>
public enum ClipHindrance
{
    /// <summary>None that is known.</summary>
    None,

    /// <summary>Nothing was heard of the device since it was asked.</summary>
    WishNotHeard,

    /// <summary>The device was heard since it was asked, and not for a while now.</summary>
    Silent,

    Recording,
    Room,
    Data,
    Turn,
    TooLong,
    NotPlayable,
    Off,
}

internal static class ClipHindrances
{
    /// <summary>What a device says of one event. Its words may be any; those that are not known say nothing.</summary>
    /// <param name="report">Of the device; written after the wish.</param>
    /// <param name="eventName">Which.</param>
    public static ClipHindrance Of(DeviceReport report, EventName eventName) => report.Heartbeat?.Clips?.Why?.GetValueOrDefault(eventName.Id) switch
    {
        ClipReason.Recording => ClipHindrance.Recording,
        ClipReason.Room => ClipHindrance.Room,
        ClipReason.Data => ClipHindrance.Data,
        ClipReason.Turn => ClipHindrance.Turn,
        ClipReason.TooLong => ClipHindrance.TooLong,
        ClipReason.Codec => ClipHindrance.NotPlayable,
        ClipReason.Off => ClipHindrance.Off,
        _ when IsOnlyCamera(report.Heartbeat, eventName.Camera) && report.Heartbeat is { Clips.Why: null, Data.Stage: { } stage } && stage != DataStage.Full => ClipHindrance.Data,
        _ => ClipHindrance.None,
    };

    // Older programs tell the stage of the camera that saves most, and not which that is.
    private static bool IsOnlyCamera(Heartbeat? heartbeat, string camera) => heartbeat is { More: null, Cameras: [var only] } && only.Name == camera;
}
