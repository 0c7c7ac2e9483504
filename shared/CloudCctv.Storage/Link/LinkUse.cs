namespace CloudCctv.Storage.Link;

/// <summary>
/// A piece of work that sends, from <see cref="LinkPace.Begin"/> until it is disposed. All that the same flow of control
/// sends meanwhile counts for it. Thread-safe.
/// </summary>
public sealed class LinkUse : IDisposable
{
    private readonly Action ended;
    private readonly Action<int>? leaves;
    private long bytes;

    internal LinkUse(LinkRank rank, Action ended, Action<int>? leaves = null) => (Rank, this.ended, this.leaves) = (rank, ended, leaves);

    /// <summary>What it stands aside for, and what stands aside for it.</summary>
    public LinkRank Rank { get; }

    /// <summary>Bytes that have gone out for it until now: content and headers, repeats included; not what TLS and TCP add.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    public void Dispose() => ended();

    internal void Count(int more)
    {
        Interlocked.Add(ref bytes, more);
        leaves?.Invoke(more);
    }
}
