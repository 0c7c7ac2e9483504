using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tracks;

/// <summary>
/// Joins the detections of successive frames to tracks: of all pairs of track and detection the one with the largest overlap
/// goes first (greedy association by intersection over union, as in SORT without its motion model; Bewley et al., 2016).
/// </summary>
/// <param name="earlier">Tracks from the batch before.</param>
internal sealed class TrackSet(IEnumerable<Track> earlier)
{
    /// <summary>A track that was not seen for longer ends.</summary>
    public static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(3);

    private const double MinOverlap = 0.2;

    private readonly List<Member> members = [.. earlier.Select(track => new Member(track))];

    /// <summary>Adds the detections of the next frame.</summary>
    /// <returns>The track of each, in the order given.</returns>
    public IReadOnlyList<Member> Add(DateTimeOffset time, IReadOnlyList<SeenObject> seen)
    {
        var chosen = new Member?[seen.Count];
        var open = members.Where(member => time - member.Track.Time <= MaxGap).ToHashSet();
        var pairs = open
            .SelectMany(member => seen.Index().Select(one => (Member: member, one.Index, Overlap: one.Item.Label == member.Track.Label ? one.Item.Box.With(member.Track.Box) : 0)))
            .Where(pair => pair.Overlap >= MinOverlap)
            .OrderByDescending(pair => pair.Overlap);
        foreach (var (member, index, _) in pairs)
        {
            if (chosen[index] is null && open.Remove(member))
            {
                chosen[index] = member;
            }
        }

        return [.. seen.Select((one, index) => Put(chosen[index], one, time))];
    }

    /// <summary>Tracks that the next batch may go on with: those not older than the gap.</summary>
    public IEnumerable<Member> Alive(DateTimeOffset end) => members.Where(member => end - member.Track.Time <= MaxGap);

    public IReadOnlyList<Member> All => members;

    private Member Put(Member? member, SeenObject seen, DateTimeOffset time)
    {
        if (member is null)
        {
            member = new Member(new Track { Label = seen.Label, Box = seen.Box, Time = time, Scores = [] });
            members.Add(member);
        }

        member.Add(seen, time);
        return member;
    }

    /// <summary>A track and where it was in this batch.</summary>
    internal sealed class Member(Track track)
    {
        private readonly List<Box> boxes = [];

        public Track Track { get; set; } = track;

        public IReadOnlyList<Box> Boxes => boxes;

        public void Add(SeenObject seen, DateTimeOffset time)
        {
            boxes.Add(seen.Box);
            Track = Track.With(seen.Box, seen.Score, time);
        }
    }
}
