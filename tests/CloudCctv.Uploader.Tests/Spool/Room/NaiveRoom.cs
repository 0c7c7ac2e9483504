using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Tests.Spool.Room;

/// <summary>The policy of docs/design/batch-lifecycle.md in plain words, from names and lengths alone.</summary>
public static class NaiveRoom
{
    /// <param name="spool">What waits, with lengths.</param>
    /// <param name="total">Bytes of all files.</param>
    /// <param name="maximum">Bytes that all files may have.</param>
    /// <param name="wanting">The batch for which there shall be room.</param>
    /// <param name="bytes">How much.</param>
    /// <returns>What must go, in this order; and whether the frame then finds room.</returns>
    public static (List<BatchName> Gone, bool Kept) Make(IReadOnlyDictionary<BatchName, long> spool, long total, long maximum, BatchName wanting, long bytes)
    {
        var left = spool.ToDictionary();
        var gone = new List<BatchName>();
        while (total + bytes > maximum)
        {
            if (wanting.IsClip)
            {
                return (gone, false);
            }

            var first = Order([.. left.Keys, wanting]).First();
            if (first == wanting)
            {
                return (gone, false);
            }

            total -= left[first];
            left.Remove(first);
            gone.Add(first);
        }

        return (gone, true);
    }

    private static IEnumerable<BatchName> Order(BatchName[] all) => all
        .OrderBy(batch => batch.IsClip ? -1 : batch.Part == 1 ? 2 : all.Any(other => other.Part == 1 && other.Event.Id == batch.Event.Id) ? 1 : 0)
        .ThenBy(batch => -batch.Part)
        .ThenBy(batch => batch.Event.Start.UtcTicks)
        .ThenBy(batch => batch.ToString(), StringComparer.Ordinal);
}
