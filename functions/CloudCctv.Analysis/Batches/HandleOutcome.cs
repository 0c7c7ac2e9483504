namespace CloudCctv.Analysis.Batches;

/// <summary>What the caller does with the message.</summary>
/// <param name="IsDone">True: delete it. False: give it back, to come again after <paramref name="Delay"/>.</param>
/// <param name="Delay">Zero if it is done.</param>
/// <param name="Why">In a few words; empty if it is done.</param>
public readonly record struct HandleOutcome(bool IsDone, TimeSpan Delay, string Why)
{
    public static HandleOutcome Done => new(true, TimeSpan.Zero, "");

    public static HandleOutcome GiveBack(TimeSpan delay, string why) => new(false, delay, why);
}

/// <summary>A message is to come again: what a host throws whose runtime gives messages back on exceptions.</summary>
public sealed class BatchNotDoneException(string why) : Exception($"The message is to come again: {why}.");
