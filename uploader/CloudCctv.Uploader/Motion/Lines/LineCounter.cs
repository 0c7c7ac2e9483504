using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Motion.Lines;

/// <summary>
/// Counts what crosses lines, from the boxes of motion alone: it does not know people from dogs or cars, two who walk together
/// are one, and whoever stands still for long is lost. The server counts people. One thread at a time; counts may be read by any.
/// </summary>
public sealed class LineCounter
{
    // Of its own heights that something moves from one frame to the next; at ten frames a second nobody runs that fast.
    private const double Reach = 0.6;

    // Leaves and reflections do not last so long.
    private const int LeastFrames = 4;

    // Blocks of motion are coarser than what a detector sees.
    private const double Coarseness = 1.5;

    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(1);

    private readonly List<MovingThing> things = [];
    private IReadOnlyList<CountingLine>? known;
    private volatile IReadOnlyList<LineCount> counts = [];

    /// <summary>Of each line that there is, since the program started.</summary>
    public IReadOnlyList<LineCount> Counts => counts;

    /// <summary>Follows what moves to the next frame.</summary>
    /// <param name="lines">Over which is counted. Lines that are gone are forgotten.</param>
    /// <param name="motion">What the gate says of the frame.</param>
    /// <param name="time">When it was taken.</param>
    /// <param name="aspect">Its width divided by its height.</param>
    public void Next(IReadOnlyList<CountingLine> lines, MotionResult motion, DateTimeOffset time, double aspect)
    {
        Keep(lines);
        things.RemoveAll(thing => time - thing.Time > MaxGap || time < thing.Time);
        if (lines.Count == 0 || motion.State != GateState.Watching)
        {
            things.Clear();
            return;
        }

        foreach (var thing in Move(motion.Parts, time, aspect))
        {
            foreach (var line in lines)
            {
                Follow(thing, line, aspect);
            }
        }
    }

    private void Keep(IReadOnlyList<CountingLine> lines)
    {
        if (ReferenceEquals(lines, known))
        {
            return;
        }

        var before = counts;
        counts = [.. lines.Select(line => line.Name).Distinct().Select(name => before.FirstOrDefault(count => count.Name == name) ?? new LineCount(name, 0, 0))];
        known = lines;
    }

    // The closest pair first; what is close to nothing is new.
    private List<MovingThing> Move(IReadOnlyList<Box> parts, DateTimeOffset time, double aspect)
    {
        var pairs = things
            .SelectMany(thing => parts.Select((box, at) => (Thing: thing, At: at, Distance: thing.DistanceTo(box, aspect))))
            .Where(pair => pair.Distance <= Reach)
            .OrderBy(pair => pair.Distance)
            .ToList();
        var moved = new MovingThing?[parts.Count];
        var open = things.ToHashSet();
        foreach (var (thing, at, _) in pairs)
        {
            if (moved[at] is null && open.Remove(thing))
            {
                moved[at] = thing;
            }
        }

        for (var at = 0; at < parts.Count; at++)
        {
            if (moved[at] is null)
            {
                things.Add(moved[at] = new MovingThing());
            }

            moved[at]!.Move(parts[at], time);
        }

        return [.. moved.OfType<MovingThing>()];
    }

    private void Follow(MovingThing thing, CountingLine line, double aspect)
    {
        Corner? sure = thing.Sides.TryGetValue(line.Name, out var before) ? before : null;
        if (sure is not null && thing.Frames < LeastFrames)
        {
            // What it crosses now counts when it has been there for long enough.
            return;
        }

        if (line.Follow(ref sure, thing.Feet, Coarseness * thing.Box.Height, aspect) is { } direction)
        {
            Count(line.Name, direction);
        }

        if (sure is { } after)
        {
            thing.Sides[line.Name] = after;
        }
    }

    private void Count(string line, CrossingDirection direction) => counts =
    [
        .. counts.Select(count => count.Name != line ? count : direction == CrossingDirection.In ? count with { In = count.In + 1 } : count with { Out = count.Out + 1 }),
    ];
}
