namespace CloudCctv.Uploader.Live.Pictures;

/// <summary>
/// Lets so many pictures per second through and no more (generic cell rate algorithm, ITU-T I.371). Cameras do not keep time
/// to the millisecond: a picture may come half an interval early without being left out, which later ones make up for.
/// Not thread-safe.
/// </summary>
internal sealed class Pace(double perSecond, TimeProvider clock)
{
    private readonly TimeSpan interval = TimeSpan.FromSeconds(1 / perSecond);
    private readonly long start = clock.GetTimestamp();
    private TimeSpan due;

    public bool Take()
    {
        var now = clock.GetElapsedTime(start);
        if (now < due - (interval / 2))
        {
            return false;
        }

        due = (now > due ? now : due) + interval;
        return true;
    }
}
