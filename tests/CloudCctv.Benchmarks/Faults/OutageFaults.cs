using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Tests.Spool.Room;

namespace CloudCctv.Benchmarks.Faults;

/// <summary>A day without a link, simulated, into a spool that is much too small: what goes is what the policy says, frame by frame.</summary>
internal static class OutageFaults
{
    private static readonly int[] Seeds = [20261125, 1, 2];

    public static Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            List<string> violations = [];
            var (frames, refused, evicted) = (0, 0, 0);
            foreach (var seed in Seeds)
            {
                progress($"24 h of outage, seed {seed}");
                cancellationToken.ThrowIfCancellationRequested();
                using var folder = new TempFolder();
                using var day = new OutageDay(folder.Path, seed);
                day.Run(withLink: TimeSpan.FromHours(1), without: TimeSpan.FromHours(24));
                violations.AddRange(day.Violations);
                (frames, refused, evicted) = (frames + day.Frames, refused + day.FramesRefused, evicted + day.Evicted);
            }

            IReadOnlyList<BenchRow> rows =
            [
                FaultsBench.None(
                    "outage-policy-violations", "frames", violations,
                    $"seeds {string.Join(", ", Seeds)}; {frames} frames, {evicted} batches given up, {refused} frames found nothing worth less"),
            ];
            return rows;
        },
        cancellationToken);
}
