namespace CloudCctv.Storage.Link;

/// <summary>
/// How much goes in one request, learned from the link: what a cut costs is at most one block. Each cut halves it, a run of
/// blocks that got through doubles it. Thread-safe.
/// </summary>
/// <param name="pace">A rate that is held down makes blocks smaller too, so that none outlasts the network time-out.</param>
internal sealed class BlockSize(LinkPace? pace = null)
{
    /// <summary>Every block but the last of a blob has a multiple of this.</summary>
    public const int UnitBytes = 64 * 1024;

    public const int LargestBytes = 16 * UnitBytes;

    private const int SmallestBytes = 2 * UnitBytes;
    private const int FirstBytes = 4 * UnitBytes;

    // Long enough that ten megabytes over a link cut five times cost a fifth more at the most.
    private const int BlocksToGrow = 16;

    private static readonly TimeSpan LongestRequest = TimeSpan.FromSeconds(20);

    private readonly Lock gate = new();
    private int bytes = FirstBytes;
    private int through;

    /// <summary>For the next block.</summary>
    public int Bytes
    {
        get
        {
            lock (gate)
            {
                return Math.Min(bytes, AtPace);
            }
        }
    }

    /// <summary>
    /// Up to this length a blob goes whole, in one request instead of four: alerts wait for such blobs. On a link that cuts,
    /// whole is as risky as a block, and no longer.
    /// </summary>
    public int WholeBytes
    {
        get
        {
            lock (gate)
            {
                return Math.Min(bytes < FirstBytes ? bytes : LargestBytes, AtPace);
            }
        }
    }

    private int AtPace => pace?.BytesPerSecond is { } limit
        ? (int)Math.Clamp((long)(limit * LongestRequest.TotalSeconds) / UnitBytes, 1, LargestBytes / UnitBytes) * UnitBytes
        : LargestBytes;

    /// <summary>A block got through.</summary>
    public void Sent()
    {
        lock (gate)
        {
            if (++through >= BlocksToGrow && bytes < LargestBytes)
            {
                (bytes, through) = (bytes * 2, 0);
            }
        }
    }

    /// <summary>The connection was lost with a block, or a whole blob, on its way.</summary>
    public void Cut()
    {
        lock (gate)
        {
            (bytes, through) = (Math.Max(SmallestBytes, bytes / 2), 0);
        }
    }
}
