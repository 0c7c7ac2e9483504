using System.Text.Json.Serialization;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Faces;

/// <summary>The faces in a sighting, as far as somebody has looked.</summary>
/// <param name="Method">Who found and compared them.</param>
/// <param name="Seen">Largest first; empty if there is none.</param>
public sealed record SightingFaces(string Method, IReadOnlyList<SeenFace> Seen);

/// <param name="Box">Where it is, in 0..1 of the frame.</param>
/// <param name="Score">The detector's, 0 to 1.</param>
/// <param name="Name">Whose it is; <see cref="Unknown"/> if nobody's who is enrolled.</param>
/// <param name="Confidence">How much it is like that person's, 0 to 1; null if it is unknown.</param>
public sealed record SeenFace(Box Box, double Score, string Name, double? Confidence)
{
    public const string Unknown = "unknown";

    [JsonIgnore]
    public bool IsKnown => Name != Unknown;

    /// <summary>The same face of somebody who has been forgotten.</summary>
    internal SeenFace Forgotten() => this with { Name = Unknown, Confidence = null };
}

/// <summary>Faces of an event so far, over its batches.</summary>
/// <param name="Known">Looks at somebody who is enrolled.</param>
/// <param name="Unknown">Looks at anybody else.</param>
public sealed record FaceTally(int Known, int Unknown)
{
    public static FaceTally None { get; } = new(0, 0);

    /// <summary>True if there were faces and none of a stranger.</summary>
    [JsonIgnore]
    public bool IsOnlyKnown => Known > 0 && Unknown == 0;

    internal FaceTally With(IEnumerable<SeenFace> faces)
    {
        var isKnown = faces.ToLookup(face => face.IsKnown);
        return new FaceTally(Known + isKnown[true].Count(), Unknown + isKnown[false].Count());
    }
}
