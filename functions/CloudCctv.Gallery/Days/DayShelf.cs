namespace CloudCctv.Gallery.Days;

/// <summary>Keeps something of each day, of so many events at most: when it is full it starts anew. Thread-safe.</summary>
/// <param name="maxEvents">Of all days together; a day counts as one more.</param>
public sealed class DayShelf<T>(int maxEvents)
    where T : class
{
    private readonly Lock gate = new();
    private readonly Dictionary<DateOnly, (T Content, int Weight)> kept = [];
    private int held;

    /// <returns>Null if there is nothing of the day.</returns>
    public T? Find(DateOnly day)
    {
        lock (gate)
        {
            return kept.GetValueOrDefault(day).Content;
        }
    }

    /// <summary>Keeps it in place of what there is of the day.</summary>
    /// <param name="day">Which.</param>
    /// <param name="content">What.</param>
    /// <param name="events">How many it holds. If they are too many for the shelf alone, nothing is kept of the day.</param>
    public void Keep(DateOnly day, T content, int events)
    {
        var weight = events + 1;
        lock (gate)
        {
            if (kept.Remove(day, out var before))
            {
                held -= before.Weight;
            }

            if (held + weight > maxEvents)
            {
                kept.Clear();
                held = 0;
            }

            if (weight <= maxEvents)
            {
                kept[day] = (content, weight);
                held += weight;
            }
        }
    }
}
