using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Motion;

/// <summary>The ways of older systems, with the numbers they were known by.</summary>
public sealed class ClassicGateTests
{
    private const int Width = 80;
    private const int Height = 60;

    [Fact]
    public void RunningAverage_WarmUpOver_BoxesWhatDiffers()
    {
        var gate = MotionGate.Create(new MotionOptions { Mode = MotionMode.RunningAverage });
        var warmUp = Enumerable.Range(0, 32).Select(_ => gate.Next(Scene()).State).ToList();

        var result = gate.Next(Scene(square: 30));

        Assert.All(warmUp, state => Assert.Equal(GateState.WarmingUp, state));
        Assert.InRange(result.Box!.Value.Left, 28.0 / Width, 32.0 / Width);
        Assert.InRange(result.Box.Value.Right, 40.0 / Width, 44.0 / Width);
        Assert.Equal(144.0 / (Width * Height), result.Score, 0.01);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(2, false)]
    public void RunningAverage_Speck_IsErodedAway(int iterations, bool seen)
    {
        var options = new RunningAverageOptions { ErodeIterations = iterations };
        var gate = MotionGate.Create(new MotionOptions { Mode = MotionMode.RunningAverage, WarmUpFrames = 1, RunningAverage = options });
        gate.Next(Scene());

        Assert.Equal(seen, gate.Next(Scene(square: 30, side: 3)).Motion);
    }

    [Fact]
    public void RunningAverage_ThingThatStays_IsAbsorbedAtItsWeight()
    {
        var gate = MotionGate.Create(new MotionOptions { Mode = MotionMode.RunningAverage, WarmUpFrames = 1 });
        gate.Next(Scene());

        // 100 × 0.9ⁿ falls below 25 with the fourteenth picture.
        var seen = Enumerable.Range(0, 20).Select(_ => gate.Next(Scene(square: 30)).Motion).ToList();

        Assert.Equal(14, seen.IndexOf(false));
    }

    [Fact]
    public void FrameDelta_OnlyWhatChangedSinceTheLastPicture_Counts()
    {
        var gate = MotionGate.Create(new MotionOptions { Mode = MotionMode.FrameDelta });
        gate.Next(Scene());

        Assert.True(gate.Next(Scene(square: 30)).Motion);
        Assert.False(gate.Next(Scene(square: 30)).Motion);
        Assert.True(gate.Next(Scene(square: 50)).Motion);
    }

    [Fact]
    public void FrameDelta_MeanBelowThreshold_IsNothing()
    {
        var gate = MotionGate.Create(new MotionOptions { Mode = MotionMode.FrameDelta, FrameDelta = new FrameDeltaOptions { Threshold = 5 } });
        gate.Next(Scene());

        // 144 points of 4800 that differ by 100: a mean of 3.
        Assert.False(gate.Next(Scene(square: 30)).Motion);
    }

    [Fact]
    public void Baseline_DiffersFromTheSnap_ForAsLongAsItDiffers()
    {
        var gate = MotionGate.Create(new MotionOptions { Mode = MotionMode.Baseline, Baseline = new BaselineOptions { MeanSquaredError = 250 } });
        gate.Next(Scene());

        // 144 points of 4800 that differ by 100: a mean square of 300.
        Assert.True(gate.Next(Scene(square: 30)).Motion);
        Assert.True(Enumerable.Range(0, 200).All(_ => gate.Next(Scene(square: 30)).Motion));
        Assert.False(gate.Next(Scene()).Motion);
    }

    [Theory]
    [InlineData(299, true)]
    [InlineData(301, false)]
    public void Baseline_Threshold_IsTheMeanSquaredError(double threshold, bool motion)
    {
        var gate = MotionGate.Create(new MotionOptions { Mode = MotionMode.Baseline, Baseline = new BaselineOptions { MeanSquaredError = threshold } });
        gate.Next(Scene());

        Assert.Equal(motion, gate.Next(Scene(square: 30)).Motion);
    }

    [Fact]
    public void Baseline_NewSnap_IsTheNewScene()
    {
        var gate = MotionGate.Create(new MotionOptions { Mode = MotionMode.Baseline, Baseline = new BaselineOptions { MeanSquaredError = 250 } });
        gate.Next(Scene());
        gate.Snap();
        gate.Next(Scene(square: 30));

        Assert.False(gate.Next(Scene(square: 30)).Motion);
        Assert.True(gate.Next(Scene()).Motion);
    }

    [Fact]
    public void Baseline_NumbersChanged_TheSnapStays()
    {
        var options = new MotionOptions { Mode = MotionMode.Baseline, Baseline = new BaselineOptions { MeanSquaredError = 400 } };
        var gate = MotionGate.Create(options);
        gate.Next(Scene());
        Assert.False(gate.Next(Scene(square: 30)).Motion);

        var next = MotionGate.Create(options with { Sensitivity = 75 }, gate);

        Assert.Equal((GateState.Watching, true), (next.Next(Scene(square: 30)).State, next.Next(Scene(square: 30)).Motion));
        Assert.Equal(GateState.WarmingUp, MotionGate.Create(options with { Mode = MotionMode.FrameDelta }, next).Next(Scene()).State);
    }

    [Fact]
    public void Difference_IsTheMeanThatTheModeCompares()
    {
        var baseline = MotionGate.Create(new MotionOptions { Mode = MotionMode.Baseline });
        var delta = MotionGate.Create(new MotionOptions { Mode = MotionMode.FrameDelta });
        baseline.Next(Scene());
        delta.Next(Scene());

        // 144 points of 4800 that differ by 100.
        Assert.Equal(300, baseline.Next(Scene(square: 30)).Difference);
        Assert.Equal(3, delta.Next(Scene(square: 30)).Difference);
        Assert.Null(MotionGate.Create(new MotionOptions()).Next(Scene()).Difference);
    }

    [Theory]
    [InlineData(MotionMode.RunningAverage)]
    [InlineData(MotionMode.FrameDelta)]
    [InlineData(MotionMode.Baseline)]
    public void AnyMode_InsideMask_IsNothing(MotionMode mode)
    {
        var left = new Polygon("tree", [new(0, 0), new(0.6, 0), new(0.6, 1), new(0, 1)]);
        var gate = MotionGate.Create(new MotionOptions { Mode = mode, WarmUpFrames = 1, Masks = [left] });
        gate.Next(Scene());
        gate.Next(Scene());

        Assert.False(gate.Next(Scene(square: 20)).Motion);
        Assert.True(gate.Next(Scene(square: 60, side: 16)).Motion);
    }

    [Theory]
    [InlineData(MotionMode.Adaptive)]
    [InlineData(MotionMode.RunningAverage)]
    [InlineData(MotionMode.FrameDelta)]
    [InlineData(MotionMode.Baseline)]
    public void AnyMode_EverythingMasked_SeesNothingAndDoesNotFail(MotionMode mode)
    {
        var all = new Polygon("all", [new(0, 0), new(1, 0), new(1, 1), new(0, 1)]);
        var gate = MotionGate.Create(new MotionOptions { Mode = mode, WarmUpFrames = 1, Masks = [all] });

        Assert.DoesNotContain(Enumerable.Range(0, 20), i => gate.Next(Scene(square: 2 * i)).Motion);
    }

    /// <summary>A grey wall, and on it a square that is brighter by 100.</summary>
    private static Luma Scene(int? square = null, int side = 12)
    {
        var pixels = new byte[Width * Height];
        for (var point = 0; point < pixels.Length; point++)
        {
            int x = point % Width, y = point / Width;
            pixels[point] = (byte)(square is { } left && x >= left && x < left + side && y >= 20 && y < 20 + side ? 200 : 100);
        }

        return new Luma(pixels, Width, Height, Width * 4, Height * 4);
    }
}
