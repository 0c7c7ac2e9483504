namespace CloudCctv.Storage.Link;

/// <summary>
/// How fast a store may send, all that is sent at the same time taken together, and how much it has sent. A token bucket in
/// the form of the generic cell rate algorithm (ITU-T I.371, annex A): one moment up to which the link is taken, moved on by
/// every piece. Thread-safe.
/// <para>
/// Urgent work goes first: other work that has been begun stands aside while it lasts. It still sends a piece now and then,
/// so that no connection looks dead.
/// </para>
/// </summary>
public sealed class LinkPace(TimeProvider clock)
{
    private const int LargestPiece = 64 * 1024;
    private const int SmallestPiece = 256;

    // What a link that was idle may send at once; pieces are as long at most.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StandAside = TimeSpan.FromSeconds(5);

    private readonly AsyncLocal<LinkUse?> current = new();
    private readonly Lock gate = new();
    private TaskCompletionSource urgentEnded = new();
    private int urgent;
    private int rate;
    private long takenUntil = long.MinValue;
    private long sent;

    /// <summary>Null for no limit. May change at any time; what waits goes on at the new rate with its next piece.</summary>
    public int? BytesPerSecond
    {
        get => Volatile.Read(ref rate) is > 0 and var limit ? limit : null;
        set => Volatile.Write(ref rate, value ?? 0);
    }

    /// <summary>Since the store was made.</summary>
    public long BytesSent => Interlocked.Read(ref sent);

    internal LinkUse? Current => current.Value;

    /// <summary>How much to send at once, so that two senders take turns and a rate of a few kilobytes does not come in gulps.</summary>
    internal int PieceBytes => BytesPerSecond is { } limit
        ? (int)Math.Clamp(limit * Burst.TotalSeconds, SmallestPiece, LargestPiece)
        : LargestPiece;

    /// <summary>What this flow of control sends from now on counts for the result, until that is disposed.</summary>
    /// <param name="isUrgent">Other work stands aside.</param>
    public LinkUse Begin(bool isUrgent)
    {
        var use = new LinkUse(isUrgent, isUrgent ? UrgentEnded : () => { });
        current.Value = use;
        if (isUrgent)
        {
            lock (gate)
            {
                urgent++;
            }
        }

        return use;
    }

    /// <summary>Waits until a piece may go, and counts it.</summary>
    /// <param name="bytes">Its length, <see cref="PieceBytes"/> at most.</param>
    /// <param name="use">What it is for; null for what is neither urgent nor has to stand aside.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask TakeAsync(int bytes, LinkUse? use, CancellationToken cancellationToken)
    {
        if (use is { Urgent: false } && UrgentToWaitFor() is { } ending)
        {
            await ending.WaitAsync(StandAside, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (Reserve(bytes) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken);
        }

        Interlocked.Add(ref sent, bytes);
        use?.Count(bytes);
    }

    private TimeSpan Reserve(int bytes)
    {
        if (BytesPerSecond is not { } limit)
        {
            return TimeSpan.Zero;
        }

        lock (gate)
        {
            var now = clock.GetTimestamp();
            var begins = Math.Max(takenUntil, now - (long)(Burst.TotalSeconds * clock.TimestampFrequency));
            takenUntil = begins + (bytes * clock.TimestampFrequency / limit);
            return takenUntil > now ? clock.GetElapsedTime(now, takenUntil) : TimeSpan.Zero;
        }
    }

    private Task? UrgentToWaitFor()
    {
        lock (gate)
        {
            return urgent > 0 ? urgentEnded.Task : null;
        }
    }

    private void UrgentEnded()
    {
        TaskCompletionSource? ended = null;
        lock (gate)
        {
            if (--urgent == 0)
            {
                (ended, urgentEnded) = (urgentEnded, new TaskCompletionSource());
            }
        }

        ended?.TrySetResult();
    }
}
