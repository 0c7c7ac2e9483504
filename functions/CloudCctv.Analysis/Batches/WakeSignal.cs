using System.Threading.Channels;
using CloudCctv.Analysis.Alerts;

namespace CloudCctv.Analysis.Batches;

/// <summary>
/// Lets one loop sleep until there is something to do, or a time has passed. Signals that come while nobody waits are kept,
/// as one. Thread-safe.
/// </summary>
public sealed class WakeSignal
{
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Set() => signal.Writer.TryWrite(true);

    /// <summary>Returns at a signal, or after <paramref name="longest"/> by the clock given.</summary>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = new CancellationTokenSource(longest, time);
        await using var registration = timer.Token.Register(limit.Cancel);
        try
        {
            await signal.Reader.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time has passed.
        }
    }
}

/// <summary>What the loops of this process can be woken by.</summary>
public sealed class WakeSignals
{
    /// <summary>A batch may be in the queue: set it when a message has been sent from this process.</summary>
    public WakeSignal Batches { get; } = new();

    /// <summary>An alert is in the outbox.</summary>
    public AlertCalls Alerts { get; } = new();
}
