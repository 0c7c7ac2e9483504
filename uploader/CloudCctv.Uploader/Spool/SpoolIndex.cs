using CloudCctv.Contracts.Names;

namespace CloudCctv.Uploader.Spool;

/// <summary>
/// What lies in the spool, with lengths, so that nobody has to list a folder of ten thousand files to learn what comes next.
/// The disk is the truth and this follows it. Thread-safe.
/// </summary>
internal sealed class SpoolIndex
{
    private static readonly Comparer<BatchName> OldestFirst = Comparer<BatchName>.Create(Compare);

    private readonly Lock gate = new();
    private readonly SortedList<BatchName, long>[] states = [.. Enum.GetValues<SpoolState>().Select(_ => new SortedList<BatchName, long>(OldestFirst))];
    private BatchName[]? waiting;
    private long bytes;

    /// <summary>Length of all.</summary>
    public long Bytes
    {
        get
        {
            lock (gate)
            {
                return bytes;
            }
        }
    }

    /// <returns>As it is now, oldest event first; later changes are not seen in it.</returns>
    public IReadOnlyList<BatchName> Names(SpoolState state)
    {
        lock (gate)
        {
            return state == SpoolState.Waiting ? waiting ??= [.. states[0].Keys] : [.. states[(int)state].Keys];
        }
    }

    public long BytesOf(SpoolState state)
    {
        lock (gate)
        {
            return states[(int)state].Values.Sum();
        }
    }

    /// <returns>0 if it is not there.</returns>
    public long BytesOf(BatchName batch, SpoolState state)
    {
        lock (gate)
        {
            return states[(int)state].GetValueOrDefault(batch);
        }
    }

    public bool Has(BatchName batch, SpoolState state)
    {
        lock (gate)
        {
            return states[(int)state].ContainsKey(batch);
        }
    }

    /// <summary>It is there, and so long.</summary>
    public void Put(BatchName batch, SpoolState state, long length)
    {
        lock (gate)
        {
            var known = states[(int)state].TryGetValue(batch, out var before);
            states[(int)state][batch] = length;
            bytes += length - before;
            waiting = known || state != SpoolState.Waiting ? waiting : null;
        }
    }

    public void Remove(BatchName batch, SpoolState state)
    {
        lock (gate)
        {
            bytes -= BytesOf(batch, state);
            if (states[(int)state].Remove(batch))
            {
                waiting = state == SpoolState.Waiting ? null : waiting;
            }
        }
    }

    /// <summary>It has another name now; its length stays as it was.</summary>
    public void Move(BatchName batch, SpoolState from, SpoolState to)
    {
        lock (gate)
        {
            var length = BytesOf(batch, from);
            Remove(batch, from);
            Put(batch, to, length);
        }
    }

    private static int Compare(BatchName one, BatchName other)
    {
        var order = one.Event.Start.CompareTo(other.Event.Start);
        order = order != 0 ? order : string.CompareOrdinal(one.Event.Site, other.Event.Site);
        order = order != 0 ? order : string.CompareOrdinal(one.Event.Camera, other.Event.Camera);
        order = order != 0 ? order : string.CompareOrdinal(one.Event.Id, other.Event.Id);
        return order != 0 ? order : one.Part.CompareTo(other.Part);
    }
}
