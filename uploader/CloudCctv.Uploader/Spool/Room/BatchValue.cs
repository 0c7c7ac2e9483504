using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Spool.Room;

/// <summary>
/// What a batch is worth while there is too little room; the least goes first. The order, see docs/design/batch-lifecycle.md:
/// <list type="number">
/// <item>clips, which the device keeps anyhow, before any pictures;</item>
/// <item>what follows the first batch of an event, before any first batch;</item>
/// <item>of that, events whose first batch has left already, before those whose first batch still waits;</item>
/// <item>the deeper in its event, the sooner, so that every event keeps its beginning;</item>
/// <item>the older event first, then by name.</item>
/// </list>
/// </summary>
/// <param name="Batch">Whose value this is.</param>
/// <param name="FirstWaits">Whether the first batch of its event is still in the spool. Ignored for a first batch.</param>
public readonly record struct BatchValue(BatchName Batch, bool FirstWaits) : IComparable<BatchValue>
{
    private bool IsFirst => Batch.Part == 1;

    /// <summary>The batch of the least value among these; null if there are none.</summary>
    /// <param name="spool">All batches of the spool.</param>
    /// <param name="mayGo">Those of them that nobody is at work on.</param>
    public static BatchValue? Least(IReadOnlyCollection<BatchName> spool, Func<BatchName, bool> mayGo)
    {
        var firsts = FirstsOf(spool);
        BatchValue? least = null;
        foreach (var batch in spool.Where(mayGo))
        {
            var value = new BatchValue(batch, firsts.Contains(KeyOf(batch)));
            least = least is null || value.CompareTo(least.Value) < 0 ? value : least;
        }

        return least;
    }

    /// <summary>The value of a batch that is about to be written.</summary>
    public static BatchValue Of(BatchName batch, IReadOnlyCollection<BatchName> spool) => new(batch, FirstsOf(spool).Contains(KeyOf(batch)));

    public int CompareTo(BatchValue other)
    {
        var order = other.Batch.IsClip.CompareTo(Batch.IsClip);
        order = order != 0 ? order : IsFirst.CompareTo(other.IsFirst);
        order = order != 0 || IsFirst || Batch.IsClip ? order : FirstWaits.CompareTo(other.FirstWaits);
        order = order != 0 ? order : other.Batch.Part.CompareTo(Batch.Part);
        order = order != 0 ? order : Batch.Event.Start.CompareTo(other.Batch.Event.Start);
        return order != 0 ? order : string.CompareOrdinal(Batch.ToString(), other.Batch.ToString());
    }

    public static bool operator <(BatchValue left, BatchValue right) => left.CompareTo(right) < 0;

    public static bool operator >(BatchValue left, BatchValue right) => left.CompareTo(right) > 0;

    public static bool operator <=(BatchValue left, BatchValue right) => left.CompareTo(right) <= 0;

    public static bool operator >=(BatchValue left, BatchValue right) => left.CompareTo(right) >= 0;

    private static HashSet<(string, string)> FirstsOf(IEnumerable<BatchName> spool) => [.. spool.Where(batch => batch.Part == 1).Select(KeyOf)];

    // Not the start: it changes while the clock is being set right.
    private static (string Camera, string Id) KeyOf(BatchName batch) => (batch.Event.Camera, batch.Event.Id);
}
