using CloudCctv.Contracts.Geometry;
using CloudCctv.Imaging;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Objects;
using CloudCctv.Uploader.Objects.Comparison;
using CloudCctv.Uploader.Tests.Events;
using CloudCctv.Uploader.Tests.Objects.Comparison;

namespace CloudCctv.Uploader.Tests.Objects;

/// <summary>When is compared with what. The gate is played; pictures are a made-up yard at ten per second.</summary>
public sealed class ObjectWatchTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);

    private static readonly MotionOptions Motion = new();

    private readonly ObjectWatch watch;
    private readonly List<(DateTimeOffset Before, DateTimeOffset Now, IReadOnlyList<ObjectChange> Changes)> reports = [];
    private int frame;

    public ObjectWatchTests() => watch = new ObjectWatch(new ObjectOptions(), 85, (before, now, changes) => reports.Add((before.Time, now.Time, changes)));

    private static Yard Bare => Yard.Empty();

    private static Yard Bag => Yard.Empty().With(60, 80, 18, 14);

    private double Seconds => frame / 10.0;

    public void Dispose() => watch.Dispose();

    [Fact]
    public void LeftBehind_IsReportedOnce_WhenTheSceneHasBeenStableForFourSeconds()
    {
        Quiet(Bare, 6);
        Moves(Bag, 3);
        Quiet(Bag, 3.9);
        Assert.Empty(reports);
        Quiet(Bag, 30);

        var (before, now, changes) = Assert.Single(reports);
        Assert.Equal(ChangeKind.Left, Assert.Single(changes).Kind);
        Assert.InRange((before - Start).TotalSeconds, 3.9, 5.9);
        Assert.Equal(6 + 3 + 3.9, (now - Start).TotalSeconds, 1);
    }

    [Fact]
    public void TakenAgain_IsReportedAgain_TheOtherWay()
    {
        Quiet(Bare, 6);
        Moves(Bag, 3);
        Quiet(Bag, 6);
        Moves(Bare, 3);
        Quiet(Bare, 6);

        Assert.Equal([ChangeKind.Left, ChangeKind.Removed], reports.Select(report => report.Changes.Single().Kind));
    }

    [Fact]
    public void SomebodyPasses_NothingIsReported()
    {
        Quiet(Bare, 6);
        Moves(Bag, 3);
        Quiet(Bare, 10);

        Assert.Empty(reports);
    }

    [Fact]
    public void StopsForShorterThanStable_TheSceneBeforeAllOfItIsCompared()
    {
        Quiet(Bare, 6);
        Moves(Bag, 3);
        // Stands there, and goes on without the bag.
        Quiet(Bag.With(20, 40, 15, 40), 3);
        Moves(Bag, 3);
        Quiet(Bag, 6);

        AssertBag(Assert.Single(Assert.Single(reports).Changes));
    }

    [Fact]
    public void SomebodyStandsStillBeforeWhatTheyPutDown_ItIsFoundOnceTheyHaveGone()
    {
        Quiet(Bare, 6);
        Moves(Bag, 3);
        Quiet(Bag.With(56, 50, 26, 50, level: 40), 6);
        Moves(Bag, 3);
        Quiet(Bag, 6);

        Assert.Equal(2, reports.Count);
        AssertBag(Assert.Single(reports[1].Changes));
        // Compared with the scene before they came: there is nobody in either picture.
        Assert.Equal(reports[0].Before, reports[1].Before);
    }

    [Fact]
    public void SomebodyStandsStillAndGoes_TheSecondPictureIsTheOneWithoutThem()
    {
        Quiet(Bare, 6);
        Moves(Bare, 3);
        Quiet(Bare.With(56, 50, 26, 50, level: 40), 6);
        Moves(Bare, 3);
        Quiet(Bare, 6);

        Assert.Equal([ChangeKind.Left, ChangeKind.Removed], reports.Select(report => report.Changes.Single().Kind));
        Assert.Equal(reports[0].Now, reports[1].Before);
    }

    [Fact]
    public void FootInThePictureJustBeforeTheGateSaidSo_AnOlderPictureIsCompared()
    {
        Quiet(Bare, 14);
        // The next picture is kept at 14 s, half a second before the gate sees what comes in.
        Quiet(Bare.With(0, 60, 20, 40), 0.5);
        Moves(Bare, 3);
        Quiet(Bare, 6);

        Assert.Empty(reports);
    }

    [Fact]
    public void LightHasChangedWhileNothingMoved_TheNewestSceneIsCompared()
    {
        Quiet(Bag, 6);
        // Taken so slowly that no gate would say so: not ours to tell.
        Quiet(Bare, 12);
        Moves(Bare, 2);
        Quiet(Bare, 6);

        Assert.Empty(reports);
    }

    [Fact]
    public void MovedForLongerThanMaximum_IsNotCompared()
    {
        Quiet(Bare, 6);
        Moves(Bag, 1);
        frame += 31 * 60 * 10;
        Moves(Bag, 1);
        Quiet(Bag, 6);

        Assert.Empty(reports);
    }

    [Theory]
    [InlineData(GateState.SceneChanged)]
    [InlineData(GateState.WarmingUp)]
    public void GateLearnsTheSceneAnew_WhatWasBeforeTellsNothing(GateState state)
    {
        Quiet(Bare, 6);
        Moves(Bag, 1);
        Next(Bag, new MotionResult(state, 0, null, []));
        Quiet(Bag, 6);

        Assert.Empty(reports);
    }

    [Fact]
    public void CameraWasAway_WhatWasBeforeTellsNothing()
    {
        Quiet(Bare, 6);
        Moves(Bag, 1);
        watch.Forget();
        Quiet(Bag, 6);

        Assert.Empty(reports);
    }

    [Fact]
    public void ClockWasSetBack_WhatWasBeforeTellsNothing()
    {
        Quiet(Bare, 6);
        Moves(Bag, 1);
        frame -= 50;
        Quiet(Bag, 6);

        Assert.Empty(reports);
    }

    [Fact]
    public void NothingMovesBeforeTheFirstStableScene_NothingIsReported()
    {
        Moves(Bare, 3);
        Quiet(Bag, 6);

        Assert.Empty(reports);
    }

    private static void AssertBag(ObjectChange change)
    {
        Assert.Equal(ChangeKind.Left, change.Kind);
        Assert.InRange(change.Box.Left * Yard.Width, 57, 63);
        Assert.InRange(change.Box.Bottom * Yard.Height, 91, 97);
    }

    private void Quiet(Yard yard, double seconds) => Play(yard, seconds, EventSample.Still);

    private void Moves(Yard yard, double seconds) => Play(yard, seconds, new MotionResult(GateState.Watching, 0.1, new Box(0.1, 0.1, 0.3, 0.3), []));

    private void Play(Yard yard, double seconds, MotionResult result)
    {
        var until = Math.Round((Seconds + seconds) * 10);
        while (frame < until)
        {
            Next(yard, result);
        }
    }

    private void Next(Yard yard, MotionResult result)
    {
        var points = yard.Noisy(frame, 3).Points;
        var data = PooledBytes.Rent(Yard.Width * Yard.Height * 3 / 2);
        points.CopyTo(data.Span);
        data.Span[points.Length..].Fill(128);
        using var picture = new Frame(frame, Start.AddSeconds(Seconds), FrameFormat.Yuv420, data) { Width = Yard.Width, Height = Yard.Height };
        watch.Next(picture, new Luma(points, Yard.Width, Yard.Height, Yard.Width, Yard.Height), result, Motion);
        frame++;
    }
}
