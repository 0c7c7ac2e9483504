using CloudCctv.Detection.Evaluation;
using static CloudCctv.Detection.Tests.Evaluation.Pictures;

namespace CloudCctv.Detection.Tests.Evaluation;

public sealed class MatchingTests
{
    [Fact]
    public void Match_TwoDetectionsOfOnePerson_TheSurerIsTheHit()
    {
        var match = Matching.Match(Of([Person(10, 10)], Found(0.6f, 10, 10), Found(0.9f, 14, 10)), 0.5);

        Assert.Equal([0.9f, 0.6f], match.Detections.Select(one => one.Found.Score));
        Assert.Equal([Verdict.Hit, Verdict.FalseAlarm], match.Detections.Select(one => one.Verdict));
        Assert.True(Assert.Single(match.Truths).IsFound);
    }

    [Fact]
    public void Match_TwoPeopleClose_EachTakesItsOwn()
    {
        var match = Matching.Match(Of([Person(10, 10), Person(22, 10)], Found(0.9f, 21, 10), Found(0.8f, 11, 10)), 0.5);

        Assert.All(match.Detections, one => Assert.Equal(Verdict.Hit, one.Verdict));
        Assert.All(match.Truths, truth => Assert.True(truth.IsFound));
    }

    [Fact]
    public void Match_OverlapOfExactlyTheBound_Counts() =>
        Assert.Equal(Verdict.Hit, Matching.Match(Of([Person(0, 0, 40, 100)], Found(0.9f, 0, 0, 40, 50)), 0.5).Detections[0].Verdict);

    [Fact]
    public void Match_PersonInACrowd_IsAHitBeforeItIsIgnored()
    {
        var match = Matching.Match(Of([Crowd(0, 0, 300, 300), Person(10, 10)], Found(0.9f, 10, 10), Found(0.8f, 100, 10)), 0.5);

        Assert.Equal([Verdict.Hit, Verdict.Ignored], match.Detections.Select(one => one.Verdict));
        Assert.Equal([true, false], match.Truths.Select(truth => truth.IsIgnored));
    }

    [Fact]
    public void Match_OfASizeNotAskedFor_IsNeitherMissedNorFalse()
    {
        var match = Matching.Match(Of([Person(10, 10), Person(300, 10, 10, 20)], Found(0.9f, 500, 300, 8, 16)), 0.5, box => box.Height > 50);

        Assert.Equal(Verdict.Ignored, Assert.Single(match.Detections).Verdict);
        Assert.Equal([false, true], match.Truths.Select(truth => truth.IsIgnored));
    }

    [Fact]
    public void Match_MoreThanAHundredDetections_TheSurestHundredCount() =>
        Assert.Equal(100, Matching.Match(Of([], [.. Enumerable.Range(0, 130).Select(i => Found(i / 200f, i, 0))]), 0.5).Detections.Count);
}
