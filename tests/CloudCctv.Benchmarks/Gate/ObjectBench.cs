using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Objects;
using CloudCctv.Uploader.Objects.Comparison;
using CloudCctv.Uploader.Tests.Objects.Comparison;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>What one comparison of a scene before and after costs, at a quarter of 1080p: one per quiet period.</summary>
internal static class ObjectBench
{
    private const int Width = 480;
    private const int Height = 270;

    public static Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> step, CancellationToken cancellationToken)
    {
        step("structural similarity and its naive twin; three whole comparisons");
        var (bare, same, bag) = (Scene(1, bag: false), Scene(2, bag: false), Scene(3, bag: true));
        var (ssim, map) = (new Ssim(Width, Height), new float[Width * Height]);
        var comparison = new SceneComparison(new ObjectOptions(), new MotionOptions(), Width, Height);
        var least = Timing.LeastMilliseconds(
            15,
            () => ssim.Map(bare, bag, map),
            () => NaiveSsim.Map(bare, bag, Width, Height),
            () => comparison.Compare(bare, same, same),
            () => comparison.Compare(bare, bag, bag));
        return Task.FromResult<IReadOnlyList<BenchRow>>(
        [
            new BenchRow("ssim-ms-480x270", least[0], "ms"),
            new BenchRow("ssim-naive-ms-480x270", least[1], "ms", null, "its naive twin, each point's whole window in doubles"),
            new BenchRow("ssim-vs-naive", least[1] / least[0], "×", 20) { AtLeast = true },
            new BenchRow("objects-unchanged-ms", least[2], "ms", null, "a whole comparison of a scene in which nothing has changed"),
            new BenchRow("objects-changed-ms", least[3], "ms", null, "and of one with a bag in it: shift, neighbours, regions"),
        ]);
    }

    private static byte[] Scene(int seed, bool bag)
    {
        var random = new Random(seed);
        var scene = new byte[Width * Height];
        for (var i = 0; i < scene.Length; i++)
        {
            var (y, x) = Math.DivRem(i, Width);
            var level = bag && x is >= 200 and < 240 && y is >= 180 and < 210 ? 60 + ((x * 7) + (y * 11)) % 40 : 120 + (30 * Math.Sin(x / 11.0)) + (25 * Math.Sin(y / 9.0));
            scene[i] = (byte)(level + random.Next(-4, 5));
        }

        return scene;
    }
}
