namespace CloudCctv.Uploader.Retry;

/// <summary>
/// Growing waits with decorrelated jitter: each wait is random between the first wait and three times the one before, up to
/// a cap, so that fifty devices that lost the same link do not come back in step (M. Brooker, "Exponential Backoff And
/// Jitter", AWS Architecture Blog, 2015). Not thread-safe.
/// </summary>
public sealed class BackOff(TimeSpan first, TimeSpan cap, Random random)
{
    private TimeSpan? previous;

    /// <summary>The longest wait; it may be changed between two waits.</summary>
    public TimeSpan Cap { get; set; } = cap;

    public TimeSpan Next()
    {
        var span = ((previous ?? first) * 3) - first;
        var wait = first + (span * random.NextDouble());
        previous = wait < Cap ? wait : Cap;
        return previous.Value;
    }

    public void Reset() => previous = null;
}
