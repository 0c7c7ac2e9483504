namespace CloudCctv.Analysis.Batches;

/// <summary>What the caller does with the message.</summary>
/// <param name="Ending">Whether it is done, and if not, whether that counts.</param>
/// <param name="Delay">When it is to come again; zero if it is done.</param>
/// <param name="Why">In a few words; empty if it is done.</param>
/// <param name="AlertKey">The alert that is in the outbox because of it, for whoever can send it at once; null if there is none.</param>
public readonly record struct HandleOutcome(HandleEnding Ending, TimeSpan Delay, string Why, string? AlertKey = null)
{
    public static HandleOutcome Done => Finished(alertKey: null);

    public bool IsDone => Ending == HandleEnding.Done;

    public static HandleOutcome Finished(string? alertKey) => new(HandleEnding.Done, TimeSpan.Zero, "", alertKey);

    /// <summary>The message is not at fault: the store is away, or another worker is at the batch.</summary>
    public static HandleOutcome Postpone(TimeSpan delay, string why) => new(HandleEnding.Postponed, delay, why);

    public static HandleOutcome Retry(TimeSpan delay, string why) => new(HandleEnding.Failed, delay, why);
}

public enum HandleEnding
{
    /// <summary>Delete the message.</summary>
    Done,

    /// <summary>Put it off; this delivery does not count.</summary>
    Postponed,

    /// <summary>Give it back; this delivery counts.</summary>
    Failed,
}
