using System.Globalization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Faces;

/// <summary>What an alert says of faces. Names come from the sightings when it is sent, so that none stays in the outbox.</summary>
internal static class FaceWords
{
    // Of an event: who reads an alert wants to know who came, not every look.
    private const int MostFrames = 8;

    /// <summary>The frames that an alert asks: the best look at each person, and the best at somebody unknown.</summary>
    public static IReadOnlyList<FrameName> Frames(IReadOnlyList<Sighting> sightings) => [.. sightings
        .SelectMany(sighting => sighting.Faces?.Seen ?? [], (sighting, face) => (sighting.Frame, Face: face))
        .GroupBy(one => one.Face.Name, StringComparer.Ordinal)
        .Select(person => person.MaxBy(one => one.Face.Confidence ?? one.Face.Score).Frame)
        .Distinct()
        .Take(MostFrames)];

    /// <returns><c>person: Anna (0.82), unknown face</c>; null if there are no faces.</returns>
    public static string? Of(IEnumerable<SeenFace> faces)
    {
        var best = faces.GroupBy(face => face.Name, StringComparer.Ordinal)
            .Select(person => person.MaxBy(face => face.Confidence)!)
            .OrderByDescending(face => face.Confidence)
            .Select(face => face.IsKnown ? string.Create(CultureInfo.InvariantCulture, $"person: {face.Name} ({face.Confidence:F2})") : "unknown face")
            .ToList();
        return best.Count == 0 ? null : string.Join(", ", best);
    }
}
