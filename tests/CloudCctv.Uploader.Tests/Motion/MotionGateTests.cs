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
        var gate = MotionGate.Create(new MotionOptions { WarmUpFrames = 5 });

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
        var left = new Zone("gate", [new(0, 0), new(0.4, 0), new(0.4, 1), new(0, 1)]);
        var middle = new Zone("drive", [new(0.2, 0), new(0.6, 0), new(0.6, 1), new(0.2, 1)]);
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

    [Fact]
    public void Next_ZoneSmallerThanABlock_StillWatches()
    {
        var spot = new Zone("lock", [new(0.43, 0.45), new(0.431, 0.45), new(0.431, 0.451)]);
        var gate = WarmedUp(new MotionOptions { Zones = [spot], MinimumArea = 0 });

        var score = gate.Next(Scene(square: 72)).Score;

        // One block is fewer than can be told from flicker, but it is not divided by zero.
        Assert.InRange(score, 0, 1);
    }

    [Fact]
    public void Next_FaintThing_IsSeenOnlyInASensitiveZone()
    {
        var everywhere = new Zone("all", [new(0, 0), new(1, 0), new(1, 1), new(0, 1)]);
        var plain = WarmedUp(new MotionOptions { Zones = [everywhere] });
        var sensitive = WarmedUp(new MotionOptions { Zones = [everywhere with { Sensitivity = 2 }] });

        var seen = Enumerable.Range(0, 10).Select(i => (Plain: plain.Next(Scene(square: 40 + (4 * i), contrast: 14, noise: 1)).Motion, Sensitive: sensitive.Next(Scene(square: 40 + (4 * i), contrast: 14, noise: 1)).Motion)).ToList();

        Assert.DoesNotContain(seen, result => result.Plain);
        Assert.Contains(seen, result => result.Sensitive);
    }

    [Fact]
    public void Next_LargerThanMaximum_IsNotMotion()
    {
        var gate = WarmedUp(new MotionOptions { MaximumArea = 0.005 });

        Assert.False(gate.Next(Scene(square: 80)).Motion);
    }

    [Fact]
    public void Next_ThingThatStopsForGood_EndsToBeMotionButIsHeldForAWhile()
    {
        var gate = WarmedUp(new MotionOptions());
        var coming = Enumerable.Range(0, 10).Select(i => gate.Next(Scene(square: 4 * i)).Motion).ToList();
        var standing = Enumerable.Range(0, 60).Select(_ => gate.Next(Scene(square: 40)).Motion).ToList();

        Assert.True(coming[^1]);
        Assert.True(standing[1]);
        Assert.DoesNotContain(standing[40..], motion => motion);
    }

    [Fact]
    public void Next_ThingThatStoodLong_LeavesNoGhostBehind()
    {
        var gate = WarmedUp(new MotionOptions());
        for (var i = 0; i < 300; i++)
        {
            gate.Next(Scene(square: 80));
        }

        var after = Enumerable.Range(0, 60).Select(_ => gate.Next(Scene()).Motion).ToList();

        Assert.True(after[0]);
        Assert.DoesNotContain(after[30..], motion => motion);
    }

    [Fact]
    public void Next_LeavesThatAlwaysStir_AreLearnedAndAPersonInFrontOfThemIsStillSeen()
    {
        var gate = MotionGate.Create(new MotionOptions());
        var learning = Enumerable.Range(0, 600).Select(i => gate.Next(Leaves(i)).Motion).ToList();
        var person = Enumerable.Range(600, 20).Select(i => gate.Next(Leaves(i, person: (i - 600) * 3)).Motion).ToList();

        Assert.DoesNotContain(learning[300..], motion => motion);
        Assert.True(person.Count(motion => motion) > 10);
    }

    [Fact]
    public void Next_Snow_IsLearnedAndAPersonInItIsStillSeen()
    {
        var gate = MotionGate.Create(new MotionOptions());
        var snowing = Enumerable.Range(0, 300).Select(_ => gate.Next(Snow()).Motion).ToList();
        var person = Enumerable.Range(0, 20).Select(i => gate.Next(Snow(person: 40 + (4 * i))).Motion).ToList();

        Assert.True(snowing.Count(motion => motion) < 5);
        Assert.True(person.Count(motion => motion) > 10);
    }

    [Fact]
    public void Next_CameraTremblesByAPoint_IsNotMotion()
    {
        var gate = MotionGate.Create(new MotionOptions());

        var results = Enumerable.Range(0, 200).Select(i => gate.Next(Stripes(shift: i % 3)).Motion);

        Assert.DoesNotContain(results, motion => motion);
    }

    [Fact]
    public void Next_NightAndNoise_SeesAFaintPersonAndNoNoise()
    {
        var gate = MotionGate.Create(new MotionOptions());
        var quiet = Enumerable.Range(0, 200).Select(_ => gate.Next(Scene(light: -90, noise: 3)).Motion).ToList();
        var person = Enumerable.Range(0, 20).Select(i => gate.Next(Scene(light: -90, noise: 3, square: 40 + (4 * i), contrast: 14)).Motion).ToList();

        Assert.DoesNotContain(quiet, motion => motion);
        Assert.True(person.Count(motion => motion) > 10);
    }

    [Fact]
    public void Snap_TakesTheNextPictureAsTheScene()
    {
        var gate = WarmedUp(new MotionOptions());
        gate.Snap();

        Assert.Equal(GateState.WarmingUp, gate.Next(Scene(square: 80)).State);
    }

    private IMotionGate WarmedUp(MotionOptions options)
    {
        var gate = MotionGate.Create(options);
        for (var i = 0; i < options.WarmUpFrames; i++)
        {
            gate.Next(Scene());
        }

        return gate;
    }

    /// <summary>A slanted grey wall with the noise of a cheap sensor, and on it a square of 16 luma pixels: dark, or fainter by contrast.</summary>
    private Luma Scene(int light = 0, int? square = null, int? contrast = null, int noise = 6) => Draw((x, y) =>
    {
        var wall = 100 + (x / 4);
        var inside = square is { } left && x >= left && x < left + 16 && y is >= 60 and < 76;
        return (!inside ? wall : contrast is { } faint ? wall - faint : 20) + light + random.Next(-noise, noise + 1);
    });

    /// <summary>A bush whose leaves swing by several points, and a person of 14 × 50 points who walks in front of it.</summary>
    private Luma Leaves(int frame, int? person = null) => Draw((x, y) =>
    {
        if (person is { } left && x >= left + 20 && x < left + 34 && y is >= 40 and < 90)
        {
            return 20 + random.Next(-3, 4);
        }

        var swing = (5 * Math.Sin(frame / 3.0)) + (4 * Math.Sin((frame / 1.7) + (y / 9.0)));
        return (x < 120 ? 110 + (int)(40 * Math.Sin((x + swing) / 2.5) * Math.Sin(y / 3.0)) : 110) + random.Next(-3, 4);
    });

    /// <summary>Twenty-five flakes of 4 × 4 points, nowhere twice, and a person of 20 × 60 points.</summary>
    private Luma Snow(int? person = null)
    {
        var scene = Draw((x, y) => (person is { } left && x >= left && x < left + 20 && y is >= 60 and < 120 ? 20 : 100) + random.Next(-2, 3));
        var pixels = scene.Pixels.ToArray();
        for (var flake = 0; flake < 25; flake++)
        {
            int x = random.Next(Width - 4), y = random.Next(Height - 4);
            for (var i = 0; i < 16; i++)
            {
                pixels[((y + (i / 4)) * Width) + x + (i % 4)] = 230;
            }
        }

        return scene with { Pixels = pixels };
    }

    private Luma Stripes(int shift) => Draw((x, y) => ((x + shift) / 12 % 2 == 0 ? 60 : 160) + random.Next(-2, 3));

    private static Luma Draw(Func<int, int, int> level)
    {
        var pixels = new byte[Width * Height];
        for (var point = 0; point < pixels.Length; point++)
        {
            pixels[point] = (byte)Math.Clamp(level(point % Width, point / Width), 0, 255);
        }

        return new Luma(pixels, Width, Height, Width * 4, Height * 4);
    }
}
