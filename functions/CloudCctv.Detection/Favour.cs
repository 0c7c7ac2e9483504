namespace CloudCctv.Detection;

/// <summary>What a detector's threads are used for.</summary>
public enum Favour
{
    /// <summary>
    /// Each thread has a frame of its own, as many at a time as there are threads, so that one is decoded while another is
    /// inferred: most frames per second.
    /// </summary>
    Throughput,

    /// <summary>All threads work on one frame, and spin while they do: the soonest answer for a single one, for more processor time.</summary>
    Latency,
}
