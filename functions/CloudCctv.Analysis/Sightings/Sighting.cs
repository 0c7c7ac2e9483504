using System.Text.Json.Serialization;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Tracks.Lines;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Sightings;

/// <summary>
/// A flagged frame, as its sidecar tells it: what was seen, by which model, and where the picture came from. Holds nothing
/// that differs when the same batch is worked on again.
/// </summary>
public sealed record Sighting
{
    public const int CurrentVersion = 1;

    /// <summary>Version of this schema.</summary>
    public int Version { get; init; } = CurrentVersion;

    public required EventName Event { get; init; }

    public required FrameName Frame { get; init; }

    /// <summary>When the frame was taken, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Width of the original picture, pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the original picture, pixels.</summary>
    public required int Height { get; init; }

    /// <summary>What the detector saw, highest score first; at least one.</summary>
    public required IReadOnlyList<SeenObject> Detections { get; init; }

    /// <summary>Who has just crossed a counting line; null if nobody has.</summary>
    public IReadOnlyList<LineCrossing>? Crossings { get; init; }

    public required SightingModel Model { get; init; }

    public required SightingMotion Motion { get; init; }

    /// <summary>
    /// Of an event of things taken or left: <c>before</c> or <c>after</c>, see <see cref="FrameRecord.Moment"/>. Its detections
    /// are then the places where something changed. Null for all other events.
    /// </summary>
    public string? Moment { get; init; }

    /// <summary>SHA-256 of the original JPEG, lower-case hexadecimal.</summary>
    public required string PictureSha256 { get; init; }

    /// <summary>SHA-256 of the manifest as it was in the zip, lower-case hexadecimal.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>The batch in which the frame came.</summary>
    public required BatchName Batch { get; init; }

    /// <summary>The computer that took the picture.</summary>
    public required string Device { get; init; }

    /// <summary>The faces in it; null if nobody has looked, or they have been kept for long enough. May change: see <see cref="FaceSweep"/>.</summary>
    public SightingFaces? Faces { get; init; }

    [JsonIgnore]
    public SightingName Name => new(Event, Frame);
}

/// <param name="Label">What it is, in the model's words: <c>person</c>.</param>
/// <param name="Score">The model's confidence, 0 to 1.</param>
/// <param name="Box">Where it is, in 0..1 of the frame.</param>
public sealed record SeenObject(string Label, double Score, Box Box);

/// <param name="Name">What people call the model.</param>
/// <param name="Sha256">SHA-256 of the model's file, lower-case hexadecimal; empty if it is no file.</param>
public sealed record SightingModel(string Name, string Sha256);

/// <summary>What the device's motion gate said of the frame.</summary>
/// <param name="Score">Share of the watched area that moved, 0 to 1.</param>
/// <param name="Box">Around everything that moved, in 0..1 of the frame; null if nothing did.</param>
/// <param name="Zones">Names of the zones in which something moved.</param>
public sealed record SightingMotion(double Score, Box? Box, IReadOnlyList<string> Zones);
