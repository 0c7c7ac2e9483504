using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Objects;
using CloudCctv.Uploader.Objects.Comparison;

namespace CloudCctv.Uploader.Tests.Objects.Comparison;

public sealed class SceneComparisonTests
{
    private static readonly Yard Bare = Yard.Empty().Noisy(1);

    private static Yard WithBag => Yard.Empty().With(60, 80, 18, 14).Noisy(2);

    [Fact]
    public void Compare_SomethingIsThereNow_IsLeftAndBoxed()
    {
        var change = Assert.Single(Compare(Bare, WithBag));

        Assert.Equal(ChangeKind.Left, change.Kind);
        AssertBox(60, 80, 78, 94, change.Box);
        Assert.InRange(change.Difference, 0.5, 1);
    }

    [Fact]
    public void Compare_SomethingIsGone_IsRemovedAndBoxed()
    {
        var change = Assert.Single(Compare(WithBag, Bare));

        Assert.Equal(ChangeKind.Removed, change.Kind);
        AssertBox(60, 80, 78, 94, change.Box);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(200, 0)]
    [InlineData(60, 60)]
    public void Compare_DarkBrightOrPatternedThing_IsToldTheRightWay(int level, int pattern)
    {
        var there = Yard.Empty().With(20, 30, 20, 20, level, pattern).Noisy(2);

        Assert.Equal(ChangeKind.Left, Assert.Single(Compare(Bare, there)).Kind);
        Assert.Equal(ChangeKind.Removed, Assert.Single(Compare(there, Bare)).Kind);
    }

    [Fact]
    public void Compare_OneTakenAndOneLeft_TellsBothLargestFirst()
    {
        var changes = Compare(Yard.Empty().With(20, 80, 12, 12).Noisy(1), Yard.Empty().With(100, 75, 24, 20, level: 40).Noisy(2));

        Assert.Equal([ChangeKind.Left, ChangeKind.Removed], changes.Select(change => change.Kind));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0.6, 10)]
    [InlineData(1.3, -20)]
    [InlineData(0.5, 40)]
    [InlineData(1, 60)]
    public void Compare_OtherLightOnly_IsNothing_AndTheBagIsFoundAllTheSame(double gain, double offset)
    {
        Assert.Empty(Compare(Bare, Yard.Empty().In(gain, offset).Noisy(3)));

        var change = Assert.Single(Compare(Bare, Yard.Empty().With(60, 80, 18, 14).In(gain, offset).Noisy(3)));
        Assert.Equal(ChangeKind.Left, change.Kind);
        AssertBox(60, 80, 78, 94, change.Box);
    }

    [Fact]
    public void Compare_ShadeOverAPartOfIt_IsNothing() => Assert.Empty(Compare(Bare, Yard.Empty().InShade(90).Noisy(3)));

    [Theory]
    [InlineData(1, 0)]
    [InlineData(-2, 1)]
    [InlineData(3, -3)]
    [InlineData(40, 25)]
    public void Compare_CameraLooksElsewhere_IsNothing(int right, int down) => Assert.Empty(Compare(Bare, Yard.Empty().Moved(right, down).Noisy(3)));

    [Fact]
    public void Compare_CameraLooksALittleElsewhereAndABagIsThere_IsTheBag() =>
        Assert.Equal(ChangeKind.Left, Assert.Single(Compare(Bare, Yard.Empty().With(60, 80, 18, 14).Moved(2, -1).Noisy(3))).Kind);

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public void Compare_NoiseOnly_IsNothing(int levels) => Assert.Empty(Compare(Yard.Empty().Noisy(1, levels), Yard.Empty().Noisy(2, levels)));

    [Fact]
    public void Compare_SmallerThanItMayBe_IsNothing() =>
        Assert.Empty(Compare(Bare, Yard.Empty().With(60, 80, 8, 8).Noisy(2), new ObjectOptions { MinimumArea = 0.01 }));

    [Fact]
    public void Compare_ItHasMovedSinceTheSceneIsStable_IsNothing() =>
        Assert.Empty(Comparison().Compare(Bare.Points, Yard.Empty().With(57, 79, 18, 14).Noisy(4).Points, WithBag.Points));

    [Fact]
    public void Compare_UnderAMask_IsNothing()
    {
        var motion = new MotionOptions { Masks = [new Polygon("shed", [new(0.3, 0.6), new(0.6, 0.6), new(0.6, 0.9), new(0.3, 0.9)])] };

        Assert.Empty(Comparison(motion: motion).Compare(Bare.Points, WithBag.Points, WithBag.Points));
    }

    [Fact]
    public void Compare_InAZone_IsNamedAfterIt()
    {
        var motion = new MotionOptions { Zones = [new Zone("drive", [new(0.3, 0.6), new(0.6, 0.6), new(0.6, 0.9), new(0.3, 0.9)])] };

        Assert.Equal(["drive"], Assert.Single(Comparison(motion: motion).Compare(Bare.Points, WithBag.Points, WithBag.Points)).Zones);
    }

    [Fact]
    public void Compare_AsOftenAsOneLikes_IsTheSame()
    {
        var comparison = Comparison();
        var first = comparison.Compare(Bare.Points, WithBag.Points, WithBag.Points);
        comparison.Compare(WithBag.Points, Bare.Points, Bare.Points);

        Assert.Equal(first.Single().Box, comparison.Compare(Bare.Points, WithBag.Points, WithBag.Points).Single().Box);
    }

    [Fact]
    public void Compare_OtherThingsInTheSameBuffers_IsAsWithNewOnes()
    {
        var comparison = Comparison();
        for (var i = 0; i < 6; i++)
        {
            var then = Yard.Empty().With(10 + (20 * i), 80, 14, 12).Noisy(1);
            var now = Yard.Empty().With(100 - (15 * i), 70 + (3 * i), 24, 20, level: 40).With(30, 20 + i, 16, 16).Noisy(2);

            var changes = comparison.Compare(then.Points, now.Points, now.Points);

            Assert.NotEmpty(changes);
            Assert.Equal(Compare(then, now).Select(Text), changes.Select(Text));
        }

        static string Text(ObjectChange change) => $"{change.Kind} {change.Box} {change.Difference}";
    }

    [Fact]
    public void Compare_MoreThingsThanOne_TakesNoMemoryForEachByTheSizeOfThePicture()
    {
        var (one, five) = (Yard.Empty(), Yard.Empty());
        one = one.With(10, 80, 16, 16);
        for (var i = 0; i < 5; i++)
        {
            five = five.With(10 + (28 * i), 80, 16, 16);
        }

        var comparison = Comparison();
        Assert.Equal([1, 5], new[] { one, five }.Select(now => comparison.Compare(Yard.Empty().Points, now.Points, now.Points).Count));

        Assert.InRange(Allocated(five) - Allocated(one), -Yard.Width * Yard.Height, Yard.Width * Yard.Height);

        long Allocated(Yard now)
        {
            var empty = Yard.Empty().Points;
            var before = GC.GetAllocatedBytesForCurrentThread();
            comparison.Compare(empty, now.Points, now.Points);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static IReadOnlyList<ObjectChange> Compare(Yard before, Yard now, ObjectOptions? options = null) => Comparison(options).Compare(before.Points, now.Points, now.Points);

    private static SceneComparison Comparison(ObjectOptions? options = null, MotionOptions? motion = null) =>
        new(options ?? new ObjectOptions(), motion ?? new MotionOptions(), Yard.Width, Yard.Height);

    private static void AssertBox(int left, int top, int right, int bottom, Box box)
    {
        const int slack = 3;
        Assert.InRange(box.Left * Yard.Width, left - slack, left + slack);
        Assert.InRange(box.Top * Yard.Height, top - slack, top + slack);
        Assert.InRange(box.Right * Yard.Width, right - slack, right + slack);
        Assert.InRange(box.Bottom * Yard.Height, bottom - slack, bottom + slack);
    }
}
