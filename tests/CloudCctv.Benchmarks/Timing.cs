using System.Diagnostics;

namespace CloudCctv.Benchmarks;

/// <summary>
/// Measures several things side by side: a round of each in turn, many rounds, and the least of each, so that what else the
/// machine does hits all alike and mostly drops out.
/// </summary>
public static class Timing
{
    /// <returns>The shortest time of each, ms.</returns>
    public static double[] LeastMilliseconds(int rounds, params Action[] contenders)
    {
        var least = Enumerable.Repeat(double.MaxValue, contenders.Length).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                contenders[i]();
                least[i] = Math.Min(least[i], Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        return least;
    }

    /// <returns>Bytes that a call allocates on this thread, the mean of many, after it has warmed up.</returns>
    public static double AllocatedBytes(int calls, Action call)
    {
        for (var i = 0; i < 50; i++)
        {
            call();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++)
        {
            call();
        }

        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / calls;
    }
}
