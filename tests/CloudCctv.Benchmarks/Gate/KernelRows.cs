using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Motion.Adaptive;
using CloudCctv.Uploader.Tests.Motion;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>The gate alone, on ready luma of a 1080p camera.</summary>
internal static class KernelRows
{
    private const int Width = 480;
    private const int Height = 270;

    public static IReadOnlyList<BenchRow> Measure(IReadOnlyList<byte[]> lumas)
    {
        var gate = MotionGate.Create(new MotionOptions());
        var model = new SceneModel(Width, Height);
        var twin = new NaiveSceneModel(Width, Height);
        var counts = new BlockCounts(model.BlocksWide * model.BlocksHigh);
        var thresholds = Enumerable.Repeat((short)(16 << SceneModel.FractionBits), counts.Hits.Length).ToArray();
        int first = 0, second = 0, third = 0;
        byte[] Next(ref int number) => lumas[number++ % lumas.Count];

        // Compiled in full and past its warm-up before anything counts.
        for (var i = 0; i < 3 * lumas.Count; i++)
        {
            gate.Next(new Luma(Next(ref first), Width, Height, 4 * Width, 4 * Height));
        }

        var gateMs = Timing.LeastMilliseconds(20, () => Repeat(lumas.Count, () => gate.Next(new Luma(Next(ref first), Width, Height, 4 * Width, 4 * Height))))[0] / lumas.Count;
        var kernels = Timing.LeastMilliseconds(
            20,
            () => Repeat(20, () => model.Compare(Next(ref second), thresholds, new Pace(6, 2), counts)),
            () => Repeat(2, () => twin.Compare(Next(ref third), thresholds, 6, 2, 0)));
        var (fast, naive) = (kernels[0] / 20, kernels[1] / 2);
        return
        [
            new BenchRow("gate-ms-480x270", gateMs, "ms/frame", 0.10, "the whole gate, mean over a clip with people in it"),
            new BenchRow("gate-kernel-ms-480x270", fast, "ms/frame", null, "blur, two averages, counts per block"),
            new BenchRow("gate-kernel-scalar-ms-480x270", naive, "ms/frame", null, "its naive twin, one point at a time"),
            new BenchRow("gate-simd-speedup", naive / fast, "×"),
        ];
    }

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }
}
