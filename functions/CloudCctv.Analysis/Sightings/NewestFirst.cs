using System.Runtime.CompilerServices;

namespace CloudCctv.Analysis.Sightings;

internal static class NewestFirst
{
    /// <summary>Merges lists of days that are each newest first into one, each day once, reading no list further than needed.</summary>
    public static async IAsyncEnumerable<DateOnly> MergeAsync(IEnumerable<IAsyncEnumerable<DateOnly>> lists, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = new List<IAsyncEnumerator<DateOnly>>();
        var heads = new PriorityQueue<IAsyncEnumerator<DateOnly>, int>();
        try
        {
            foreach (var list in lists)
            {
                open.Add(list.GetAsyncEnumerator(cancellationToken));
                await AdvanceAsync(heads, open[^1]);
            }

            while (heads.TryPeek(out var head, out _))
            {
                var day = head.Current;
                yield return day;
                while (heads.TryPeek(out head, out _) && head.Current == day)
                {
                    await AdvanceAsync(heads, heads.Dequeue());
                }
            }
        }
        finally
        {
            foreach (var one in open)
            {
                await one.DisposeAsync();
            }
        }
    }

    private static async Task AdvanceAsync(PriorityQueue<IAsyncEnumerator<DateOnly>, int> heads, IAsyncEnumerator<DateOnly> list)
    {
        if (await list.MoveNextAsync())
        {
            heads.Enqueue(list, -list.Current.DayNumber);
        }
    }
}
