namespace CloudCctv.Uploader.Clips;

/// <summary>Which frames of a camera are due in a clip of so many per second. Not thread-safe.</summary>
internal sealed class ClipPace(double framesPerSecond)
{
    // A little less than the interval, because frames do not arrive to the millisecond.
    private readonly TimeSpan interval = TimeSpan.FromSeconds(0.9 / framesPerSecond);
    private DateTimeOffset last = DateTimeOffset.MinValue;

    /// <returns>True if the frame is due; it is then the one that the next is measured by.</returns>
    public bool Takes(DateTimeOffset time)
    {
        // A clock that was set back must not hold up the clip.
        if (time - last < interval && time >= last)
        {
            return false;
        }

        last = time;
        return true;
    }

    public void Reset() => last = DateTimeOffset.MinValue;
}
