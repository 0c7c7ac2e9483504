using System.Text.Json.Serialization;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Live.Pictures;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Motion.Lines;

namespace CloudCctv.Uploader.Live;

/// <summary>What the page is told of a camera, with or without a picture.</summary>
/// <param name="State">starting, learning, watching, sceneChanged, lost or fault.</param>
/// <param name="Monitoring">Whether events are recorded.</param>
/// <param name="Time">When the picture was taken, or the last one came; null before the first.</param>
/// <param name="Score">Share of the watched area that moved, 0 to 1; the highest since the message before.</param>
/// <param name="Motion">Whether something moved.</param>
/// <param name="Box">Around what moved, 0..1 of the frame.</param>
/// <param name="Zones">Names of the zones where it moved.</param>
internal sealed record LiveStatus(
    string State, bool Monitoring, DateTimeOffset? Time, double Score, bool Motion, Box? Box, IReadOnlyList<string> Zones)
{
    /// <summary>Why the camera cannot be watched; null if it can.</summary>
    public string? Fault { get; init; }

    /// <summary>What the mode compares with its threshold; null in modes without such a number.</summary>
    public double? Difference { get; init; }

    /// <summary>Seconds for which somebody has been recording; null while nobody does.</summary>
    public double? Recording { get; init; }

    /// <summary>Why the last recording came to nothing; null if it did not.</summary>
    public string? RecordingFault { get; init; }

    /// <summary>When the picture of the undisturbed scene was taken; null if there is none.</summary>
    public DateTimeOffset? Scene { get; init; }

    /// <summary>What has crossed the camera's lines since the program started.</summary>
    public IReadOnlyList<LineCount> Lines { get; init; } = [];

    public static LiveStatus Of(CameraView view, LivePicture picture) => Of(view, picture.Motion, NameOf(picture.Motion.State), picture.Time);

    public static LiveStatus Of(CameraView view)
    {
        var state = view.Fault is not null ? "fault" : view.IsLost ? "lost" : view.LastMotion is { } motion ? NameOf(motion.State) : "starting";
        return Of(view, view.LastMotion, state, view.LastFrame) with { Box = null, Zones = [] };
    }

    private static LiveStatus Of(CameraView view, MotionResult? motion, string state, DateTimeOffset? time) =>
        new(state, view.Monitoring, time, Math.Round(motion?.Score ?? 0, 5), motion?.Motion ?? false, motion?.Box, motion?.Zones ?? [])
        {
            Fault = view.Fault,
            Difference = motion?.Difference is { } difference ? Math.Round(difference, 2) : null,
            Recording = view.Recorder?.Seconds is { } seconds ? Math.Round(seconds, 1) : null,
            RecordingFault = view.Recorder?.Fault,
            Scene = view.Scene?.Time,
            Lines = view.Lines,
        };

    private static string NameOf(GateState state) => state switch
    {
        GateState.WarmingUp => "learning",
        GateState.SceneChanged => "sceneChanged",
        _ => "watching",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LiveStatus))]
internal sealed partial class LiveJson : JsonSerializerContext;
