using System.Diagnostics;
using System.Globalization;

namespace CloudCctv.Benchmarks.Detect;

/// <summary>Times of one contender over many rounds, ms. What else the machine does only ever adds, so the least is the figure.</summary>
internal sealed record Spread(double Least, double Quarter, double Median)
{
    /// <summary>For notes: how far the rounds lay apart.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"quarter of the rounds ≤ {Quarter:0.0}, half ≤ {Median:0.0}");

    public static Spread Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new Spread(sorted[0], sorted[sorted.Length / 4], sorted[sorted.Length / 2]);
    }

    /// <summary>A round of each in turn, many rounds.</summary>
    /// <param name="rounds">How many.</param>
    /// <param name="contenders">Each tells how long it took, ms.</param>
    public static Spread[] Interleaved(int rounds, params Func<double>[] contenders)
    {
        var times = contenders.Select(_ => new List<double>(rounds)).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                times[i].Add(contenders[i]());
            }
        }

        return [.. times.Select(Of)];
    }

    /// <summary>Times a call.</summary>
    public static Func<double> Timed(Action call) => () =>
    {
        var start = Stopwatch.GetTimestamp();
        call();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    };
}
