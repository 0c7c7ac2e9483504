using System.Text.Json.Serialization;
using CloudCctv.Analysis.Json;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Lines;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Tracks.Verdicts;

/// <param name="Seen">What the detector saw.</param>
/// <param name="Reason">Why it does not count; null if it does.</param>
public sealed record JudgedObject(SeenObject Seen, SuppressionReason? Reason = null);

/// <param name="Frame">Which one.</param>
/// <param name="Objects">Everything that the detector saw in it; at least one.</param>
/// <param name="Crossings">Who has crossed a counting line when it was taken; null if nobody has. Each of them is kept.</param>
public sealed record JudgedFrame(FrameName Frame, IReadOnlyList<JudgedObject> Objects, IReadOnlyList<LineCrossing>? Crossings = null)
{
    /// <summary>What counts, highest score first.</summary>
    [JsonIgnore]
    public IReadOnlyList<SeenObject> Kept => [.. Objects.Where(one => one.Reason is null).Select(one => one.Seen)];
}

/// <summary>What is made of a batch. Written down before anything is done about it, so that a repeat does the same.</summary>
/// <param name="Frames">Frames in which something was seen, in order of time.</param>
/// <param name="Tracks">Tracks that the next batch of the event may go on with.</param>
/// <param name="Stood">What was in several frames and did not move.</param>
/// <param name="End">Time of the last frame.</param>
public sealed record BatchVerdict(IReadOnlyList<JudgedFrame> Frames, IReadOnlyList<Track> Tracks, IReadOnlyList<StandingObject> Stood, DateTimeOffset End)
{
    public static BatchVerdict Nothing { get; } = new([], [], [], default);

    /// <summary>What does not count, as the batch's result tells it.</summary>
    public IEnumerable<SuppressedObject> Suppressed => Frames.SelectMany(frame => frame.Objects
        .Where(one => one.Reason is not null)
        .Select(one => new SuppressedObject(frame.Frame, one.Seen.Label, one.Seen.Score, one.Seen.Box, one.Reason!.Value)));

    /// <summary>Pictures that would be sightings without the rules.</summary>
    public int SuppressedPictures => Frames.Count(frame => frame.Kept.Count == 0);
}

/// <param name="Label">What it was taken for.</param>
/// <param name="Box">Where, in 0..1 of the frame.</param>
public sealed record StandingObject(string Label, Box Box);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true,
    MaxDepth = 10,
    Converters = [typeof(FrameNameConverter)])]
[JsonSerializable(typeof(BatchVerdict))]
internal sealed partial class VerdictJson : JsonSerializerContext;
