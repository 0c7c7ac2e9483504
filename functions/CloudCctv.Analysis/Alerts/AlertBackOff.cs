namespace CloudCctv.Analysis.Alerts;

/// <summary>How long a channel rests after a failure: 5 s, doubled each time, at most 15 minutes.</summary>
internal static class AlertBackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <param name="attempts">Failures so far, at least 1.</param>
    /// <param name="asked">What the other side asked for; it gets no less, up to a day.</param>
    public static TimeSpan After(int attempts, TimeSpan? asked)
    {
        var own = First * Math.Pow(2, Math.Min(attempts - 1, 10));
        var rest = own < Longest ? own : Longest;
        return asked > rest ? TimeSpan.FromTicks(Math.Min(asked.Value.Ticks, TimeSpan.TicksPerDay)) : rest;
    }
}
