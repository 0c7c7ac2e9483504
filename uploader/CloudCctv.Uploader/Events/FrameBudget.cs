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

    // A little less than the interval, because frames do not arrive to the millisecond.
    private readonly TimeSpan shortest = TimeSpan.FromSeconds(0.9 / options.KeepFramesPerSecond);
    private DateTimeOffset end;
    private Box? ground;
    private int allowed;
    private int spent;

    /// <summary>An event begins, or what may become one.</summary>
    /// <param name="time">Now.</param>
    /// <param name="continues">It continues the one before.</param>
    public void Begin(DateTimeOffset time, bool continues)
    {
        allowed = continues ? Math.Max(Least, allowed / 2) : options.FramesPerEvent;
        ground = continues ? ground : null;
        end = time + TimeSpan.FromSeconds(options.MaximumSeconds);
        spent = 0;
    }

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
        allowed = options.FramesPerEvent;
    }

    /// <summary>Time from one kept frame to the next.</summary>
    /// <param name="from">When the interval began.</param>
    public TimeSpan IntervalFrom(DateTimeOffset from)
    {
        if (spent < allowed / 2 || from >= end)
        {
            return shortest;
        }

        var spread = spent < allowed ? (end - from) / (allowed - spent) : TimeSpan.MaxValue;
        return spread > shortest ? spread : shortest;
    }

    /// <summary>Pays for a frame.</summary>
    /// <param name="keepBack">How many must be left after it, for what is more important.</param>
    public bool TrySpend(int keepBack)
    {
        var enough = spent + keepBack < allowed;
        spent += enough ? 1 : 0;
        return enough;
    }

    /// <summary>Pays for a frame of before the event: half of the budget is not for these.</summary>
    public bool TrySpendOnPreRoll() => TrySpend(Math.Max(Least, allowed / 2));

    private static double Area(Box box) => box.Width * box.Height;

    private static Box Around(Box one, Box other) => new(
        Math.Min(one.Left, other.Left), Math.Min(one.Top, other.Top), Math.Max(one.Right, other.Right), Math.Max(one.Bottom, other.Bottom));
}
