namespace CloudCctv.Storage.Link;

/// <summary>
/// How fast a store may send, all that is sent at the same time taken together, and how much it has sent. A token bucket in
/// the form of the generic cell rate algorithm (ITU-T I.371, annex A): one moment up to which the link is taken, moved on by
/// every piece. Thread-safe.
/// <para>
/// Work goes by its rank: what has been begun stands aside while there is work of a rank before it (<see cref="LinkRank"/>). It
/// still sends a piece now and then, so that no connection looks dead.
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
    private readonly int[] working = new int[Enum.GetValues<LinkRank>().Length];
    private readonly TaskCompletionSource[] ended = [.. Enum.GetValues<LinkRank>().Select(_ => new TaskCompletionSource())];
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
    /// <param name="rank">Work of a later rank stands aside.</param>
    /// <param name="leaves">Told of each piece before that leaves, in bytes; it must not throw. From any thread.</param>
    public LinkUse Begin(LinkRank rank, Action<int>? leaves = null)
    {
        var use = new LinkUse(rank, () => End(rank), leaves);
        current.Value = use;
        lock (gate)
        {
            working[(int)rank]++;
        }

        return use;
    }

    /// <summary>Waits until a piece may go, and counts it.</summary>
    /// <param name="bytes">Its length, <see cref="PieceBytes"/> at most.</param>
    /// <param name="use">What it is for; null for what has no rank, and stands aside for nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async ValueTask TakeAsync(int bytes, LinkUse? use, CancellationToken cancellationToken)
    {
        if (use is not null && EndOfWorkBefore(use.Rank) is { } ending)
        {
            await ending.WaitAsync(StandAside, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (Reserve(bytes) is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock, cancellationToken);
        }

        use?.Count(bytes);
        Interlocked.Add(ref sent, bytes);
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

    /// <returns>Null if there is none.</returns>
    private Task? EndOfWorkBefore(LinkRank rank)
    {
        lock (gate)
        {
            Task[] before = [.. ended.Take((int)rank).Where((_, other) => working[other] > 0).Select(one => one.Task)];
            return before.Length > 0 ? Task.WhenAll(before) : null;
        }
    }

    private void End(LinkRank rank)
    {
        TaskCompletionSource? over = null;
        lock (gate)
        {
            if (--working[(int)rank] == 0)
            {
                (over, ended[(int)rank]) = (ended[(int)rank], new TaskCompletionSource());
            }
        }

        over?.TrySetResult();
    }
}
