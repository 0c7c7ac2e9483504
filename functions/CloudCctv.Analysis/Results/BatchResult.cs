using System.Text.Json.Serialization;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Json;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Results;

/// <summary>What became of a batch. While it exists, the batch is done, however often the queue says otherwise.</summary>
public sealed record BatchResult
{
    public const int CurrentVersion = 1;

    /// <summary>Most that <see cref="Suppressed"/> tells of one batch.</summary>
    public const int MaxSuppressed = 500;

    public int Version { get; init; } = CurrentVersion;

    public required BatchName Batch { get; init; }

    public required BatchEnding Ending { get; init; }

    /// <summary>Frames in the manifest; 0 if that could not be read.</summary>
    public required int Frames { get; init; }

    /// <summary>See <see cref="SightingName"/>.</summary>
    public required IReadOnlyList<string> Sightings { get; init; }

    /// <summary>Frames that could not be used; the zip is then in quarantine, too.</summary>
    public required IReadOnlyList<BadFrame> BadFrames { get; init; }

    /// <summary>Detections that did not count, each with the reason.</summary>
    public IReadOnlyList<SuppressedObject> Suppressed { get; init; } = [];

    /// <summary>Pictures in which something was detected and nothing counted.</summary>
    public int SuppressedPictures { get; init; }

    /// <summary>What the next batch of the event may go on with.</summary>
    public IReadOnlyList<Track> Tracks { get; init; } = [];

    /// <summary>The model that looked; null if none did.</summary>
    public SightingModel? Model { get; init; }

    /// <summary>Faces in this batch and those before it of the event; null if nobody has looked.</summary>
    public FaceTally? Faces { get; init; }

    /// <summary>True if its sightings made no alert, because every face of the event so far was known, or nobody crossed a line.</summary>
    public bool AlertWithheld { get; init; }

    /// <summary>What became of the clip, in the result of a clip's batch; null in all others.</summary>
    public ClipFate? Clip { get; init; }

    public required StageTimings Timings { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }
}

[JsonConverter(typeof(BatchEndingConverter))]
public enum BatchEnding
{
    /// <summary>Every usable frame was looked at, or the clip is where it belongs.</summary>
    Analysed,

    /// <summary>Nothing of it could be used.</summary>
    Quarantined,
}

/// <summary>Where the time went, milliseconds.</summary>
/// <param name="OpenMs">Fetching the zip, reading its directory and manifest.</param>
/// <param name="ReadMs">Unpacking and checking frames.</param>
/// <param name="DetectMs">The detector.</param>
/// <param name="SaveMs">Previews, and waiting for sightings to be written.</param>
/// <param name="TotalMs">All of it, from the claim to this record.</param>
public sealed record StageTimings(double OpenMs, double ReadMs, double DetectMs, double SaveMs, double TotalMs);

internal sealed class BatchEndingConverter() : JsonStringEnumConverter<BatchEnding>(System.Text.Json.JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 8,
    Converters = [typeof(BatchNameConverter), typeof(FrameNameConverter)])]
[JsonSerializable(typeof(BatchResult))]
internal sealed partial class ResultJson : JsonSerializerContext;
