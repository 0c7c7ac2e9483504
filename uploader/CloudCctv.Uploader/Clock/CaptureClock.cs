namespace CloudCctv.Uploader.Clock;

/// <summary>
/// The time that frames get. It follows the device's clock while that is set. While it plainly is not (before this program
/// was made, or before a time that was seen already), it goes on from the last time known, by the device's counter, which
/// nobody sets. When the clock is set, forward or back, that is noticed by comparing it with the counter, and told in
/// <see cref="Stepped"/>. Thread-safe. A device that was suspended looks as if its clock had been set forward.
/// </summary>
public sealed class CaptureClock : TimeProvider
{
    /// <summary>No frame of this program is older.</summary>
    public static readonly DateTimeOffset EarliestPlausible = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A time server moves the clock by less without a step.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly TimeProvider device;
    private readonly string boot;
    private readonly DateTimeOffset newestSeen;
    private readonly ClockMemory? otherBoot;
    private readonly Lock gate = new();

    // Three readings of one moment: our time, the device's clock, the device's counter.
    private DateTimeOffset time;
    private DateTimeOffset wall;
    private long counter;
    private DateTimeOffset since;
    private bool isSet;
    private int steps;

    /// <param name="device">The clock and the counter of the device.</param>
    /// <param name="memory">What was known at the end of the last run; null at the very first.</param>
    /// <param name="boot">Names this start of the device.</param>
    public CaptureClock(TimeProvider device, ClockMemory? memory, string boot)
    {
        this.device = device;
        this.boot = boot;
        newestSeen = memory is not null && memory.Time > EarliestPlausible ? memory.Time : EarliestPlausible;
        (wall, counter) = (device.GetUtcNow(), device.GetTimestamp());
        if (memory is not null && memory.Boot == boot && memory.Timestamp <= counter)
        {
            // The program was started again, the device was not: the timeline goes on, and a step meanwhile will show.
            (time, since, isSet) = (memory.Time + device.GetElapsedTime(memory.Timestamp, counter), memory.Since, memory.IsSet);
            return;
        }

        otherBoot = memory;
        isSet = wall >= newestSeen;
        time = isSet ? wall : newestSeen;
        since = time;
    }

    /// <summary>The clock was set. Raised after the step, on the thread that noticed it.</summary>
    public event Action<ClockStep>? Stepped;

    /// <summary>How often the clock was set while we ran.</summary>
    public int Steps
    {
        get
        {
            lock (gate)
            {
                return steps;
            }
        }
    }

    /// <summary>False while the time is only estimated.</summary>
    public bool IsSet
    {
        get
        {
            lock (gate)
            {
                return isSet;
            }
        }
    }

    public override TimeZoneInfo LocalTimeZone => device.LocalTimeZone;

    public override long TimestampFrequency => device.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        ClockStep? step;
        DateTimeOffset now;
        lock (gate)
        {
            step = Read();
            now = time;
        }

        if (step is not null)
        {
            Stepped?.Invoke(step);
        }

        return now;
    }

    public override long GetTimestamp() => device.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        device.CreateTimer(callback, state, dueTime, period);

    /// <summary>Whether a time, of now or of the start of the device before this one, was given while the clock was not set.</summary>
    public bool IsEstimated(DateTimeOffset when)
    {
        lock (gate)
        {
            return when >= since ? !isSet : otherBoot is { IsSet: false } && when >= otherBoot.Since;
        }
    }

    /// <summary>What to keep on disk.</summary>
    public ClockMemory Remember()
    {
        lock (gate)
        {
            return new ClockMemory { Boot = boot, Time = time, Timestamp = counter, Since = since, IsSet = isSet };
        }
    }

    private ClockStep? Read()
    {
        var (wallNow, counterNow) = (device.GetUtcNow(), device.GetTimestamp());
        var elapsed = device.GetElapsedTime(counter, counterNow);
        var wasSetBySomebody = (wallNow - (wall + elapsed)).Duration() > Tolerance;
        var expected = time + elapsed;
        (wall, counter) = (wallNow, counterNow);

        // Somebody who sets it while we run knows better than the times that we have seen.
        var believed = wallNow >= EarliestPlausible && (isSet || wasSetBySomebody || wallNow >= newestSeen);
        if (!believed)
        {
            (time, isSet) = (expected, false);
            return null;
        }

        var shift = TimeSpan.FromMilliseconds(Math.Round((wallNow - expected).TotalMilliseconds));
        var stepped = shift.Duration() > Tolerance;
        (time, isSet) = (wallNow, true);
        if (!stepped)
        {
            return null;
        }

        var step = new ClockStep(since, expected, shift, counterNow);
        since += shift;
        steps++;
        return step;
    }
}
