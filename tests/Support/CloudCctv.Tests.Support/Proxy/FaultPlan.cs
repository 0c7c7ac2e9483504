namespace CloudCctv.Tests.Support.Proxy;

/// <summary>Decides what happens to each request, by chance from a seed, and counts it. One plan may serve several proxies. Thread-safe.</summary>
/// <param name="seed">The same one and the same order of requests give the same faults.</param>
/// <param name="probability">Of a fault, 0..1.</param>
public sealed class FaultPlan(int seed, double probability)
{
    private readonly Lock gate = new();
    private readonly Random random = new(seed);
    private readonly Dictionary<Fault, int> counts = [];
    private readonly Queue<long> cuts = new();
    private long bytes;
    private int requests;

    public int Seed { get; } = seed;

    /// <summary>May change at any time.</summary>
    public double Probability { get; set; } = probability;

    /// <summary>Those that may happen, each as often as any other.</summary>
    public IReadOnlyList<Fault> Kinds { get; set; } = Enum.GetValues<Fault>();

    /// <summary>How long a stalled request hangs; <see cref="Timeout.InfiniteTimeSpan"/> for until the proxy ends.</summary>
    public TimeSpan StallFor { get; set; } = TimeSpan.FromSeconds(2);

    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Content and headers that clients have sent, as far as it was received.</summary>
    public long BytesFromClients => Interlocked.Read(ref bytes);

    public int Requests => Volatile.Read(ref requests);

    public int Faults
    {
        get
        {
            lock (gate)
            {
                return counts.Values.Sum();
            }
        }
    }

    /// <summary>How often each has happened.</summary>
    public IReadOnlyDictionary<Fault, int> Counts
    {
        get
        {
            lock (gate)
            {
                return new SortedDictionary<Fault, int>(counts);
            }
        }
    }

    /// <summary>
    /// Besides chance, the link is cut each time clients have sent so many bytes since it was made. Ascending.
    /// </summary>
    public void CutAt(params IEnumerable<long> places)
    {
        lock (gate)
        {
            places.ToList().ForEach(cuts.Enqueue);
        }
    }

    /// <summary>What becomes of the next request; null for nothing.</summary>
    internal Fault? Next()
    {
        lock (gate)
        {
            requests++;
            if (Kinds.Count == 0 || random.NextDouble() >= Probability)
            {
                return null;
            }

            var fault = Kinds[random.Next(Kinds.Count)];
            counts[fault] = counts.GetValueOrDefault(fault) + 1;
            return fault;
        }
    }

    internal TimeSpan NextDelay()
    {
        lock (gate)
        {
            return LongestDelay * random.NextDouble();
        }
    }

    internal bool NextBool()
    {
        lock (gate)
        {
            return random.Next(2) == 0;
        }
    }

    /// <summary>How many bytes may be read before the next cut.</summary>
    internal int Room(int wanted)
    {
        lock (gate)
        {
            return cuts.TryPeek(out var at) ? (int)Math.Clamp(at - bytes, 1, wanted) : wanted;
        }
    }

    /// <returns>True if this is where the link is cut.</returns>
    internal bool Count(int read)
    {
        lock (gate)
        {
            bytes += read;
            if (!cuts.TryPeek(out var at) || bytes < at)
            {
                return false;
            }

            cuts.Dequeue();
            return true;
        }
    }
}
