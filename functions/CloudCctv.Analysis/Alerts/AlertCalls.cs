using System.Threading.Channels;

namespace CloudCctv.Analysis.Alerts;

/// <summary>
/// Keys of alerts that were just written, so that each can be sent without looking through the outbox. Keys that come while
/// nobody waits are kept, the first thousand of them; a look through the outbox finds the others. Thread-safe.
/// </summary>
public sealed class AlertCalls
{
    private const int Most = 1000;

    private readonly Channel<string> keys = Channel.CreateBounded<string>(new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Add(string key) => keys.Writer.TryWrite(key);

    /// <summary>Returns at the first key with all that are there, or after <paramref name="longest"/> by the clock given with none.</summary>
    public async Task<IReadOnlyList<string>> WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        try
        {
            await keys.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time has passed.
        }

        var found = new HashSet<string>(StringComparer.Ordinal);
        while (keys.Reader.TryRead(out var key))
        {
            found.Add(key);
        }

        return [.. found];
    }
}
