using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tracks;

/// <summary>
/// Joins the detections of successive frames to tracks: of all pairs of track and detection the one with the largest overlap
/// goes first (greedy association by intersection over union). Frames of an event may lie seconds apart, in which somebody walks
/// on by more than his own width: so boxes are grown by what a person covers in that time (buffered IoU; Yang et al., 2023).
/// </summary>
/// <param name="earlier">Tracks from the batch before.</param>
internal sealed class TrackSet(IEnumerable<Track> earlier)
{
    /// <summary>A track that was not seen for longer ends.</summary>
    public static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(3);

    private const double MinOverlap = 0.2;

    // Sideways on both sides together, in heights of the box for each second; up and down a third of it.
    private const double Reach = 0.6;
    private const double MaxReachSeconds = 2;

    // Somebody does not become half as tall from one frame to the next.
    private const double MinHeightRatio = 0.5;

    private readonly List<Member> members = [.. earlier.Select(track => new Member(track))];

    /// <summary>Adds the detections of the next frame.</summary>
    /// <param name="time">When it was taken.</param>
    /// <param name="seen">What is in it.</param>
    /// <param name="aspect">Its width divided by its height.</param>
    /// <returns>The track of each, in the order given.</returns>
    public IReadOnlyList<Member> Add(DateTimeOffset time, IReadOnlyList<SeenObject> seen, double aspect)
    {
        var chosen = new Member?[seen.Count];
        var open = members.Where(member => time - member.Track.Time <= MaxGap).ToHashSet();
        var pairs = open
            .SelectMany(member => seen.Index().Select(one => (Member: member, one.Index, Overlap: Likeness(member.Track, one.Item, time, aspect))))
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

    private static double Likeness(Track track, SeenObject seen, DateTimeOffset time, double aspect)
    {
        var (lower, higher) = (Math.Min(track.Box.Height, seen.Box.Height), Math.Max(track.Box.Height, seen.Box.Height));
        if (track.Label != seen.Label || lower < MinHeightRatio * higher)
        {
            return 0;
        }

        var reach = Reach / 2 * Math.Clamp((time - track.Time).TotalSeconds, 0, MaxReachSeconds);
        return Grown(track.Box, reach, aspect).With(Grown(seen.Box, reach, aspect));
    }

    private static Box Grown(Box box, double reach, double aspect)
    {
        var (across, down) = (reach * box.Height / aspect, reach * box.Height / 3);
        return new Box(box.Left - across, box.Top - down, box.Right + across, box.Bottom + down);
    }

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
