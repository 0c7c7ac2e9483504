using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Tracks.Lines;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Sightings;

/// <summary>What a sidecar must say beyond being JSON of the right shape: pages and alerts are drawn from it as it is.</summary>
internal static class SightingRules
{
    /// <exception cref="InvalidDataException">It breaks a rule; the message names the field.</exception>
    public static Sighting Checked(Sighting sighting, SightingName name)
    {
        Require(sighting.Name == name, name, "event or frame");
        Require(sighting is { Width: > 0, Height: > 0 }, name, "width or height");
        Require(sighting.Detections.Count > 0 && sighting.Detections.All(IsSound), name, "detections");
        Require(sighting.Motion.Score is >= 0 and <= 1 && sighting.Motion.Box is not { IsValid: false }, name, "motion");
        Require(sighting.Motion.Zones.All(zone => zone is not null), name, "motion.zones");
        Require(sighting.Moment is null or FrameRecord.Before or FrameRecord.After, name, "moment");
        Require(sighting.Faces?.Seen.All(IsSound) != false, name, "faces");
        Require(sighting.Crossings?.All(IsSound) != false, name, "crossings");
        return sighting;
    }

    // Lists from JSON may hold nulls, whatever their element type says.
    private static bool IsSound(SeenObject? seen) => seen is { Label.Length: > 0, Score: >= 0 and <= 1, Box.IsValid: true };

    private static bool IsSound(SeenFace? face) => face is { Name.Length: > 0, Score: >= 0 and <= 1, Confidence: null or (>= 0 and <= 1), Box.IsValid: true };

    private static bool IsSound(LineCrossing? crossing) => crossing is { Label.Length: > 0, Box.IsValid: true } && Slug.IsValid(crossing.Line);

    private static void Require(bool holds, SightingName name, string field)
    {
        if (!holds)
        {
            throw new InvalidDataException($"Sidecar of '{name}' is not what this program writes: see its {field}.");
        }
    }
}
