using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Uploader.Events;

/// <summary>
/// How many frames an event may still keep, and how far apart: see <see cref="EventOptions.FramesPerEvent"/>. Not thread-safe.
/// </summary>
internal sealed class FrameBudget(EventOptions options)
{
    private const int Least = 2;

    // Share of the frame by which the place of all motion must grow to count as new. 20 times, and the frame is full.
    private const double NewGround = 0.05;

    private FrameAllowance allowance = FrameAllowance.Full;
    private DateTimeOffset end;
    private Box? ground;
    private int allowed;
    private int spent;
    private bool complete;

    // A little less than the interval, because frames do not arrive to the millisecond.
    private TimeSpan Shortest => TimeSpan.FromSeconds(0.9 / (options.KeepFramesPerSecond * allowance.Rate));

    private int Most => Math.Max(Least, Math.Min((int)(options.FramesPerEvent * allowance.Frames), allowance.MostFrames ?? int.MaxValue));

    /// <summary>An event begins, or what may become one.</summary>
    /// <param name="time">Now.</param>
    /// <param name="continues">It continues the one before.</param>
    /// <param name="what">What it may keep of what the options allow.</param>
    public void Begin(DateTimeOffset time, bool continues, FrameAllowance what)
    {
        (allowance, complete) = (what, false);
        allowed = continues ? Math.Max(Least, Math.Min(Most, allowed / 2)) : Most;
        ground = continues ? ground : null;
        end = time + TimeSpan.FromSeconds(options.MaximumSeconds);
        spent = 0;
    }

    /// <summary>What was suspected is an event now, and its first batch leaves.</summary>
    public void Confirmed() => complete = allowance.FirstBatchOnly;

    /// <summary>It is over: what comes is as far apart as ever.</summary>
    public void Close() => end = DateTimeOffset.MinValue;

    /// <summary>Something moved there.</summary>
    public void Saw(Box box)
    {
        var wider = ground is { } known ? Around(known, box) : box;
        if (ground is { } before && Area(wider) - Area(before) < NewGround)
        {
            return;
        }

        ground = wider;
        allowed = Most;
    }

    /// <summary>Time from one kept frame to the next.</summary>
    /// <param name="from">When the interval began.</param>
    public TimeSpan IntervalFrom(DateTimeOffset from)
    {
        if (spent < allowed / 2 || from >= end)
        {
            return Shortest;
        }

        var spread = spent < allowed ? (end - from) / (allowed - spent) : TimeSpan.MaxValue;
        return spread > Shortest ? spread : Shortest;
    }

    /// <summary>Pays for a frame.</summary>
    /// <param name="keepBack">How many must be left after it, for what is more important.</param>
    public bool TrySpend(int keepBack)
    {
        var enough = !complete && spent + keepBack < allowed;
        spent += enough ? 1 : 0;
        return enough;
    }

    /// <summary>Pays for a frame of before the event: half of the budget is not for these.</summary>
    public bool TrySpendOnPreRoll() => TrySpend(Math.Max(Least, allowed / 2));

    private static double Area(Box box) => box.Width * box.Height;

    private static Box Around(Box one, Box other) => new(
        Math.Min(one.Left, other.Left), Math.Min(one.Top, other.Top), Math.Max(one.Right, other.Right), Math.Max(one.Bottom, other.Bottom));
}
