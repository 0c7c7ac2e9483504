using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Spool;

/// <summary>Batches that somebody is at work on: being sent, or being given another time. Thread-safe.</summary>
public sealed class ClaimedBatches
{
    private readonly HashSet<BatchName> claimed = [];

    /// <returns>False if somebody else has it.</returns>
    public bool TryClaim(BatchName batch)
    {
        lock (claimed)
        {
            return claimed.Add(batch);
        }
    }

    public void Release(BatchName batch)
    {
        lock (claimed)
        {
            claimed.Remove(batch);
        }
    }

    public bool Has(BatchName batch)
    {
        lock (claimed)
        {
            return claimed.Contains(batch);
        }
    }
}
