using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tests.Tracks;

public sealed class TrackTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);
    private static readonly CameraRules Rules = new();
    private const double Aspect = 4 / 3.0;

    [Fact]
    public void Add_TwoPeopleWhoWalk_AreTwoTracks()
    {
        var tracks = new TrackSet([]);
        for (var second = 0; second < 5; second++)
        {
            tracks.Add(Start.AddSeconds(second), [At(0.1 + (0.03 * second)), At(0.9 - (0.03 * second), 0.5)], Aspect);
        }

        Assert.Equal([5, 5], tracks.All.Select(member => member.Track.Scores.Count));
    }

    [Fact]
    public void Add_TwoDetectionsAtOneTrack_TheOneThatOverlapsMoreGoesOn()
    {
        var tracks = new TrackSet([]);
        tracks.Add(Start, [At(0.5)], Aspect);

        var joined = tracks.Add(Start.AddSeconds(1), [At(0.56, 0.9), At(0.51, 0.4)], Aspect);

        Assert.Equal([1, 2], joined.Select(member => member.Track.Scores.Count));
    }

    [Fact]
    public void Add_WhoWalksOnByMoreThanTheOwnWidth_IsTheSame()
    {
        var tracks = new TrackSet([]);
        tracks.Add(Start, [At(0.3)], Aspect);
        tracks.Add(Start.AddSeconds(1), [At(0.42)], Aspect);

        Assert.Single(tracks.All);
    }

    [Fact]
    public void Add_WhoIsFartherThanAnyoneWalks_IsAnother()
    {
        var tracks = new TrackSet([]);
        tracks.Add(Start, [At(0.3)], Aspect);
        tracks.Add(Start.AddSeconds(0.2), [At(0.42)], Aspect);

        Assert.Equal(2, tracks.All.Count);
    }

    [Fact]
    public void Add_AfterTooLong_IsAnotherTrack()
    {
        var tracks = new TrackSet([]);
        tracks.Add(Start, [At(0.5)], Aspect);
        tracks.Add(Start + TrackSet.MaxGap + TimeSpan.FromMilliseconds(1), [At(0.5)], Aspect);

        Assert.Equal(2, tracks.All.Count);
        Assert.Single(tracks.Alive(Start + TrackSet.MaxGap + TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void Add_OtherLabel_IsAnotherTrack()
    {
        var tracks = new TrackSet([]);
        tracks.Add(Start, [At(0.5)], Aspect);
        tracks.Add(Start.AddSeconds(1), [At(0.5) with { Label = "dog" }], Aspect);

        Assert.Equal(2, tracks.All.Count);
    }

    [Theory]
    [InlineData(new[] { 0.3 }, false)]
    [InlineData(new[] { 0.49 }, false)]
    [InlineData(new[] { 0.5 }, true)]
    [InlineData(new[] { 0.38, 0.31 }, false)]
    [InlineData(new[] { 0.45, 0.36 }, true)]
    [InlineData(new[] { 0.31, 0.31, 0.45, 0.31 }, false)]
    [InlineData(new[] { 0.31, 0.4, 0.45 }, true)]
    public void Judged_Scores_MedianOrOneSureLook(double[] scores, bool confirmed) => Assert.Equal(confirmed, Of(scores).Judged(Rules).IsConfirmed);

    [Fact]
    public void Judged_ConfirmedOnce_StaysSo()
    {
        var track = Of(0.6).Judged(Rules);
        for (var i = 0; i < Track.MaxScores + 5; i++)
        {
            track = track.With(track.Box, 0.3, Start.AddSeconds(i));
        }

        Assert.Equal(Track.MaxScores, track.Scores.Count);
        Assert.True(track.Judged(Rules).IsConfirmed);
    }

    [Fact]
    public void Judged_MedianOfNought_LetsEveryTrackPass() =>
        Assert.True(Of(0.1).Judged(Rules with { MedianScore = 0, LoneScore = 0 }).IsConfirmed);

    [Theory]
    [InlineData(new[] { 0.3 }, 0.3)]
    [InlineData(new[] { 0.5, 0.3 }, 0.4)]
    [InlineData(new[] { 0.9, 0.1, 0.4 }, 0.4)]
    public void Median_Scores_MiddleOrMeanOfTheTwo(double[] scores, double expected) => Assert.Equal(expected, Track.Median(scores), 9);

    private static Track Of(params double[] scores) => new() { Label = "person", Box = At(0.5).Box, Time = Start, Scores = scores };

    private static SeenObject At(double x, double score = 0.6) => new("person", score, new Box(x - 0.05, 0.3, x + 0.05, 0.7));
}
