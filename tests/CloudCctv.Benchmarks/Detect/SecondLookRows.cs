using System.Diagnostics;
using System.Globalization;
using CloudCctv.Detection;
using CloudCctv.Detection.SecondLook;

namespace CloudCctv.Benchmarks.Detect;

/// <summary>Whom one look finds and whom two, and what the second costs.</summary>
internal static class SecondLookRows
{
    private const float SamePerson = 0.5f;

    public static IEnumerable<BenchRow> Measure(FarPeople people, Action<string> progress)
    {
        foreach (var (name, frames, truth) in people.Sets())
        {
            progress($"second look, {name}");
            yield return Row($"recall: {name}, one look", new() { SecondLook = SecondLookMode.Off }, frames, truth, alone: false);
            yield return Row($"recall: {name}, and where it moved", new(), frames, truth, alone: true);
            yield return Row($"recall: {name}, and where it moved, always", new() { SecondLookBelow = 1 }, frames, truth, alone: true);
            yield return Row($"recall: {name}, and everywhere", new() { SecondLook = SecondLookMode.Everywhere }, frames, truth, alone: false);
            yield return Row($"recall: {name}, and everywhere, budget 16", new() { SecondLook = SecondLookMode.Everywhere, SecondLookBudget = 16 }, frames, truth, alone: false);
        }
    }

    /// <param name="name">Of the row.</param>
    /// <param name="options">How to look.</param>
    /// <param name="frames">Pictures.</param>
    /// <param name="truth">Who is in them.</param>
    /// <param name="alone">Each person is asked for by itself, as the one who moved.</param>
    private static BenchRow Row(string name, DetectorOptions options, IReadOnlyList<byte[]> frames, IReadOnlyList<IReadOnlyList<ImageBox>> truth, bool alone)
    {
        using var detector = ObjectDetector.Open(options);
        detector.Detect(frames[0], attention: truth[0][0]);
        int found = 0, all = 0, extra = 0, calls = 0;
        var times = new List<double>();
        for (var i = 0; i < frames.Count; i++)
        {
            foreach (var moved in alone ? truth[i].Select(box => (ImageBox?)box) : [null])
            {
                var start = Stopwatch.GetTimestamp();
                var seen = detector.Detect(frames[i], attention: moved);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                IReadOnlyList<ImageBox> wanted = moved is { } one ? [one] : truth[i];
                found += wanted.Count(person => seen.Any(box => Overlap(box.Box, person) >= SamePerson));
                all += wanted.Count;
                extra += seen.Count(box => !truth[i].Any(person => Overlap(box.Box, person) >= 0.3f));
                calls++;
            }
        }

        // Cost of a mean picture, from the quiet half of the rounds.
        var cost = times.Order().Take(times.Count / 2).Average();
        return new BenchRow(name, (double)found / all, "of people", null, string.Create(
            CultureInfo.InvariantCulture, $"{found} of {all}; {(double)extra / calls:0.00} others per look; quiet half {cost:0.0} ms, a thread"));
    }

    private static float Overlap(ImageBox a, ImageBox b)
    {
        var width = Math.Max(Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left), 0);
        var height = Math.Max(Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top), 0);
        return width * height / ((a.Width * a.Height) + (b.Width * b.Height) - (width * height));
    }
}
