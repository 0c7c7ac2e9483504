namespace CloudCctv.Analysis.Health;

/// <summary>
/// Whether anybody was watching. On one machine with devices and server on one switch, a server that was off for a night has
/// heard nothing because it was off: silence counts from when watching began again.
/// </summary>
/// <param name="LookedAt">About when somebody last looked, UTC.</param>
/// <param name="Since">Since when there is no gap, UTC.</param>
internal sealed record WatchMark(DateTimeOffset LookedAt, DateTimeOffset Since)
{
    /// <returns>The mark of a look now.</returns>
    /// <param name="before">The mark that was found; null if there was none.</param>
    /// <param name="now">UTC.</param>
    /// <param name="gap">A longer time without a look is a gap.</param>
    public static WatchMark After(WatchMark? before, DateTimeOffset now, TimeSpan gap) =>
        before is null || now - before.LookedAt > gap ? new(now, now) : before with { LookedAt = now };
}
