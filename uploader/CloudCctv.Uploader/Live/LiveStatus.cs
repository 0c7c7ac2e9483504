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

    /// <summary>What has crossed the camera's lines since the program started.</summary>
    public IReadOnlyList<LineCount> Lines { get; init; } = [];

    public static LiveStatus Of(CameraView view, LivePicture picture) =>
        new(NameOf(picture.Motion.State), view.Monitoring, picture.Time, Math.Round(picture.Motion.Score, 5), picture.Motion.Motion, picture.Motion.Box, picture.Motion.Zones) { Lines = view.Lines };

    public static LiveStatus Of(CameraView view)
    {
        var state = view.Fault is not null ? "fault" : view.IsLost ? "lost" : view.LastMotion is { } motion ? NameOf(motion.State) : "starting";
        return new LiveStatus(state, view.Monitoring, view.LastFrame, Math.Round(view.LastMotion?.Score ?? 0, 5), view.LastMotion?.Motion ?? false, null, []) { Fault = view.Fault, Lines = view.Lines };
    }

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
