namespace CloudCctv.Uploader.Spool;

/// <summary>
/// A disk that takes nothing, from the first failure to the end of it: told once when it begins and once when it ends,
/// however many cameras lose however many frames meanwhile. Thread-safe.
/// </summary>
public sealed class SpoolTrouble
{
    private readonly Lock gate = new();
    private bool on;
    private long failures;
    private long frames;

    /// <summary>How often something failed since it began; null while there is no trouble.</summary>
    public long? Failures
    {
        get
        {
            lock (gate)
            {
                return on ? failures : null;
            }
        }
    }

    /// <summary>Frames that were lost since it began.</summary>
    public long FramesLost
    {
        get
        {
            lock (gate)
            {
                return frames;
            }
        }
    }

    /// <summary>Something could not be read, written or changed.</summary>
    /// <param name="framesLost">Frames that are gone for good by it.</param>
    /// <returns>True if this is the beginning, which is to be logged.</returns>
    public bool Failed(int framesLost = 0)
    {
        lock (gate)
        {
            failures++;
            frames += framesLost;
            var began = !on;
            on = true;
            return began;
        }
    }

    /// <summary>All is well again.</summary>
    /// <returns>What it came to.</returns>
    public (long Failures, long FramesLost) End()
    {
        lock (gate)
        {
            var counts = (failures, frames);
            (on, failures, frames) = (false, 0, 0);
            return counts;
        }
    }
}
