namespace CloudCctv.Uploader.Live.Pictures;

/// <summary>How many may watch at once, over all cameras: each holds a picture and a connection. Thread-safe.</summary>
internal sealed class ViewerSeats(int count)
{
    private int free = count;

    /// <summary>Null if all are taken; disposing gives it back.</summary>
    public IDisposable? Take()
    {
        if (Interlocked.Decrement(ref free) >= 0)
        {
            return new Seat(this);
        }

        Interlocked.Increment(ref free);
        return null;
    }

    private sealed class Seat(ViewerSeats seats) : IDisposable
    {
        public void Dispose() => Interlocked.Increment(ref seats.free);
    }
}
