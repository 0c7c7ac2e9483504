using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Motion;

public sealed class SensitivityTests
{
    private static readonly MotionOptions Preset = new();

    [Fact]
    public void Applied_Middle_LeavesAllAsItIs() => Assert.Same(Preset, Sensitivity.Applied(Preset));

    [Theory]
    [InlineData(75, 8, 0.0005, 5, 12, 0.5, 75)]
    [InlineData(100, 4, 0.00025, 2, 6, 0.25, 18.75)]
    [InlineData(25, 32, 0.002, 20, 50, 2, 1200)]
    public void Applied_Presets_AreTheDocumentedNumbers(int sensitivity, int threshold, double area, int night, int average, double delta, double squared)
    {
        var applied = Sensitivity.Applied(Preset with { Sensitivity = sensitivity });

        Assert.Equal(
            (Sensitivity.Middle, threshold, night, average),
            (applied.Sensitivity, applied.Threshold, applied.Night.Threshold, applied.RunningAverage.Threshold));
        Assert.Equal((area, area * 1.5, delta, squared), (applied.MinimumArea, applied.Night.MinimumArea, applied.FrameDelta.Threshold, applied.Baseline.MeanSquaredError));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Applied_MoreSensitive_NoNumberOfAnyModeIsEverHigher(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var options = Any(random);
            var before = Numbers(Sensitivity.Applied(options with { Sensitivity = 1 }));
            for (var sensitivity = 2; sensitivity <= 100; sensitivity++)
            {
                var now = Numbers(Sensitivity.Applied(options with { Sensitivity = sensitivity }));
                Assert.All(now.Zip(before), pair => Assert.True(pair.First <= pair.Second, $"{sensitivity}: {pair.First} > {pair.Second} ({options})"));
                before = now;
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void Applied_NumbersAtTheirEnds_StayWhatEachOptionAllows(int sensitivity)
    {
        foreach (var (level, area, squared, delta) in new[] { (1, 0.0, 1.0, 0.01), (255, 1.0, 65025.0, 255.0) })
        {
            var applied = Sensitivity.Applied(Options(level, area, squared, delta) with { Sensitivity = sensitivity });

            Assert.InRange(applied.Threshold, 1, 255);
            Assert.InRange(applied.Night.Threshold, 1, 255);
            Assert.InRange(applied.RunningAverage.Threshold, 1, 255);
            Assert.InRange(applied.MinimumArea, 0, 1);
            Assert.InRange(applied.FrameDelta.Threshold, 0.01, 255);
            Assert.InRange(applied.Baseline.MeanSquaredError, 1, 65025);
        }
    }

    [Theory]
    [InlineData(MotionMode.Adaptive)]
    [InlineData(MotionMode.RunningAverage)]
    [InlineData(MotionMode.FrameDelta)]
    [InlineData(MotionMode.Baseline)]
    public void Gate_FaintThing_IsSeenOnlyWhereItIsSensitive(MotionMode mode)
    {
        Assert.False(Sees(mode, sensitivity: 25));
        Assert.True(Sees(mode, sensitivity: 90));
    }

    private static bool Sees(MotionMode mode, int sensitivity)
    {
        var gate = MotionGate.Create(new MotionOptions { Mode = mode, WarmUpFrames = 4, Sensitivity = sensitivity });
        for (var i = 0; i < 8; i++)
        {
            gate.Next(Picture(-1));
        }

        var seen = false;
        for (var i = 0; i < 20; i++)
        {
            seen |= gate.Next(Picture(i * 5)).Motion;
        }

        return seen;
    }

    /// <summary>A wall of 100 with something of 128 before it, 30 × 40 of 160 × 120 points.</summary>
    private static Luma Picture(int left)
    {
        var pixels = new byte[160 * 120];
        pixels.AsSpan().Fill(100);
        for (var y = 40; y < 80 && left >= 0; y++)
        {
            pixels.AsSpan((y * 160) + left, 30).Fill(128);
        }

        return new Luma(pixels, 160, 120, 640, 480);
    }

    private static MotionOptions Any(Random random) => Options(random.Next(1, 256), random.NextDouble(), 1 + (random.NextDouble() * 65024), 0.01 + (random.NextDouble() * 254.99));

    private static MotionOptions Options(int level, double area, double squared, double delta) => new()
    {
        Threshold = level,
        MinimumArea = area,
        Night = new NightOptions { Threshold = level, MinimumArea = area },
        RunningAverage = new RunningAverageOptions { Threshold = level },
        FrameDelta = new FrameDeltaOptions { Threshold = delta },
        Baseline = new BaselineOptions { MeanSquaredError = squared },
        Zones = [new Zone("all", [new Corner(0, 0), new Corner(1, 0), new Corner(1, 1)])],
    };

    private static double[] Numbers(MotionOptions options) =>
    [
        options.Threshold, options.MinimumArea, options.Night.Threshold, options.Night.MinimumArea, options.RunningAverage.Threshold,
        options.FrameDelta.Threshold, options.Baseline.MeanSquaredError,
    ];
}
