using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Motion;

public sealed class MotionGateTests
{
    private const int Width = 192;
    private const int Height = 144;

    private readonly Random random = new(1);

    [Fact]
    public void Next_WarmUp_NeverMoves()
    {
        var gate = new MotionGate(new MotionOptions { WarmUpFrames = 5 });

        var states = Enumerable.Range(0, 6).Select(i => gate.Next(Scene(square: i * 20)).State).ToList();

        Assert.Equal([.. Enumerable.Repeat(GateState.WarmingUp, 5), GateState.Watching], states);
    }

    [Fact]
    public void Next_SensorNoise_IsNotMotion()
    {
        var gate = WarmedUp(new MotionOptions());

        Assert.DoesNotContain(Enumerable.Range(0, 100), _ => gate.Next(Scene()).Motion);
    }

    [Fact]
    public void Next_SomethingMoves_GivesItsBox()
    {
        var gate = WarmedUp(new MotionOptions());

        var result = gate.Next(Scene(square: 80));

        Assert.True(result.Motion);
        Assert.InRange(result.Box!.Value.Left, 70.0 / Width, 80.0 / Width);
        Assert.InRange(result.Box.Value.Right, 96.0 / Width, 106.0 / Width);
        Assert.InRange(result.Score, 0.005, 0.03);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(-60)]
    public void Next_LightChangesAtOnce_IsSceneChangeNotMotion(int levels)
    {
        var gate = WarmedUp(new MotionOptions());

        var first = gate.Next(Scene(light: levels));
        var later = Enumerable.Range(0, 20).Select(_ => gate.Next(Scene(light: levels))).ToList();

        Assert.Equal(GateState.SceneChanged, first.State);
        Assert.DoesNotContain(later, result => result.Motion);
        Assert.Equal(GateState.Watching, later[^1].State);
    }

    [Fact]
    public void Next_SomethingMovesAfterLightChange_IsSeen()
    {
        var gate = WarmedUp(new MotionOptions());
        for (var i = 0; i < 10; i++)
        {
            gate.Next(Scene(light: 40));
        }

        Assert.True(gate.Next(Scene(light: 40, square: 80)).Motion);
    }

    [Fact]
    public void Next_SlowDusk_IsNotMotion()
    {
        var gate = WarmedUp(new MotionOptions());

        Assert.DoesNotContain(Enumerable.Range(0, 200), i => gate.Next(Scene(light: -i / 4)).Motion);
    }

    [Fact]
    public void Next_SmallerThanMinimum_IsNotMotion()
    {
        var gate = WarmedUp(new MotionOptions { MinimumArea = 0.05 });

        Assert.False(gate.Next(Scene(square: 80)).Motion);
    }

    [Fact]
    public void Next_InsideMask_IsNotMotion()
    {
        var left = new Polygon("tree", [new(0, 0), new(0.6, 0), new(0.6, 1), new(0, 1)]);
        var gate = WarmedUp(new MotionOptions { Masks = [left] });

        Assert.False(gate.Next(Scene(square: 40)).Motion);
        Assert.True(gate.Next(Scene(square: 150)).Motion);
    }

    [Fact]
    public void Next_Zones_CountInsideOnlyAndAreNamed()
    {
        var left = new Polygon("gate", [new(0, 0), new(0.4, 0), new(0.4, 1), new(0, 1)]);
        var middle = new Polygon("drive", [new(0.2, 0), new(0.6, 0), new(0.6, 1), new(0.2, 1)]);
        var gate = WarmedUp(new MotionOptions { Zones = [left, middle] });

        Assert.False(gate.Next(Scene(square: 150)).Motion);
        Assert.Equal(["gate", "drive"], gate.Next(Scene(square: 50)).Zones);
    }

    [Fact]
    public void Next_PictureSizeChanges_StartsAnew()
    {
        var gate = WarmedUp(new MotionOptions());

        Assert.Equal(GateState.WarmingUp, gate.Next(new Luma(new byte[64 * 48], 64, 48, 256, 192)).State);
    }

    private MotionGate WarmedUp(MotionOptions options)
    {
        var gate = new MotionGate(options);
        for (var i = 0; i < options.WarmUpFrames; i++)
        {
            gate.Next(Scene());
        }

        return gate;
    }

    /// <summary>A slanted grey wall with the noise of a cheap sensor, and on it a dark square of 16 luma pixels.</summary>
    private Luma Scene(int light = 0, int? square = null)
    {
        var pixels = new byte[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var wall = square is { } left && x >= left && x < left + 16 && y is >= 60 and < 76 ? 20 : 100 + (x / 4);
                pixels[(y * Width) + x] = (byte)Math.Clamp(wall + light + random.Next(-6, 7), 0, 255);
            }
        }

        return new Luma(pixels, Width, Height, Width * 4, Height * 4);
    }
}
