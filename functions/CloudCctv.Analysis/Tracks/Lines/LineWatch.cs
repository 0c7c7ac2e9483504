using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tracks.Lines;

/// <summary>Follows tracks over the counting lines of a camera. What it must know of the past is in the tracks themselves.</summary>
internal sealed class LineWatch(IReadOnlyList<CountingLine> lines)
{
    /// <summary>Moves a track on to where it was seen next.</summary>
    /// <param name="member">Whose <see cref="Track.Sides"/> are moved on.</param>
    /// <param name="seen">What was seen of it.</param>
    /// <param name="aspect">Width of the frame divided by its height.</param>
    /// <param name="counts">
    /// False while it does not count: then it stays where it was first, so that what it has crossed meanwhile counts as soon as
    /// it does, in the first picture that is kept.
    /// </param>
    public IEnumerable<LineCrossing> Follow(TrackSet.Member member, SeenObject seen, double aspect, bool counts)
    {
        if (lines.Count == 0)
        {
            return [];
        }

        var sides = new Dictionary<string, Corner>(member.Track.Sides ?? new Dictionary<string, Corner>(), StringComparer.Ordinal);
        var crossings = new List<LineCrossing>();
        foreach (var line in lines.Where(line => counts || !sides.ContainsKey(line.Name)))
        {
            Corner? sure = sides.TryGetValue(line.Name, out var before) ? before : null;
            if (line.Follow(ref sure, DetectionRules.FeetOf(seen.Box), seen.Box.Height, aspect) is { } direction)
            {
                crossings.Add(new LineCrossing(line.Name, direction, seen.Label, seen.Box));
            }

            if (sure is { } after)
            {
                sides[line.Name] = after;
            }
        }

        member.Track = member.Track with { Sides = sides.Count > 0 ? sides : null };
        return crossings;
    }
}
