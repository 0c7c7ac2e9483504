using System.Globalization;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Detection;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Tracks.Lines;

/// <summary>What is counted, beside what a person has counted by looking (docs/guide/counting.md): the figures are printed.</summary>
public sealed class FootageCountTests(ITestOutputHelper output)
{
    // How far apart the two may be: whoever is on the other side for certain was on the line a moment ago.
    private const double Apart = 2;

    // Ten pictures a second, of 80 s, two lines with arrows that point up.
    private static readonly (string Line, CrossingDirection Direction, double[] Seconds)[] Street =
    [
        ("left", CrossingDirection.In, [0.75, 9.0, 30.0, 31.75, 33.0, 33.75, 44.75, 66.25, 68.25, 72.75, 76.75]),
        ("left", CrossingDirection.Out, [6.75, 16.75, 18.75, 23.0, 26.75, 29.0, 30.75, 37.75, 50.25, 57.75, 65.6, 69.75, 72.5, 76.25]),
        ("right", CrossingDirection.In, [10.5, 10.9, 12.25, 17.0, 18.25, 35.75, 37.25, 37.9, 46.25, 49.1, 60.75, 71.2, 72.6, 73.0, 77.2]),
        ("right", CrossingDirection.Out, [1.25, 5.0, 5.7, 13.75, 15.75, 19.2, 22.75, 25.25, 26.25, 43.0, 45.75, 51.2, 60.75, 63.75, 67.25, 67.75, 72.5, 74.75]),
    ];

    private static readonly (string Line, CrossingDirection Direction, double[] Seconds)[] Table =
    [
        ("exit", CrossingDirection.In, [18.9, 43.9, 68.9, 85.9, 118.9, 135.0]),
    ];

    [Theory]
    [InlineData(2, 0.5, 0.5)]
    [InlineData(5, 0.5, 0.5)]
    public async Task Street_WithPeople_IsCountedAsByHand(int perSecond, double precision, double recall) =>
        await CompareAsync("vtest.avi", perSecond, Street, ["left 0.4,0.65 0.4,0.3", "right 0.7,0.85 0.7,0.2"], precision, recall);

    [Theory]
    [InlineData(2, 0.5, 0.5)]
    [InlineData(5, 0.5, 0.5)]
    public async Task Table_OnePersonAfterTheOther_IsCountedAsByHand(int perSecond, double precision, double recall) =>
        await CompareAsync("one-by-one-person.mp4", perSecond, Table, ["exit 0.8,1 0.8,0"], precision, recall);

    private async Task CompareAsync(
        string clip, int perSecond, (string Line, CrossingDirection Direction, double[] Seconds)[] byHand, string[] lines, double precision, double recall)
    {
        var pictures = Footage.Every(clip, 10 / perSecond);
        using var detector = ObjectDetector.Open(new DetectorOptions());
        await using var system = new Installation(detector: detector, settings: lines.Index().ToDictionary(one => $"Cameras:0:Lines:{one.Index}", string? (one) => one.Item));
        var batch = new BatchMaker(BatchMaker.For().Name) { Interval = TimeSpan.FromSeconds(1.0 / perSecond) }.With([.. pictures]);
        await system.PutAsync(batch);
        Assert.True((await system.HandleAsync(batch)).IsDone);

        var day = await system.Get<SightingDays>().CardsAsync(DateOnly.FromDateTime(BatchMaker.EventStart.UtcDateTime), TestContext.Current.CancellationToken);
        var counted = day.SelectMany(card => card.Crossings).ToLookup(one => (one.Line, one.Direction), one => (one.Time - BatchMaker.EventStart).TotalSeconds);
        var (right, all, wanted) = (0, 0, 0);
        foreach (var (line, direction, seconds) in byHand)
        {
            var found = counted[(line, direction)].Order().ToList();
            var agreed = Agreed(seconds, found);
            (right, all, wanted) = (right + agreed, all + found.Count, wanted + seconds.Length);
            output.WriteLine($"{line} {direction.Word()}: by hand {seconds.Length}, counted {found.Count}, agreed {agreed}: {string.Join(' ', found.Select(one => one.ToString("0.0", CultureInfo.InvariantCulture)))}");
        }

        all += counted.Where(one => !byHand.Any(hand => (hand.Line, hand.Direction) == one.Key)).Sum(one => one.Count());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clip}, {perSecond} pictures a second: by hand {wanted}, counted {all}, agreed {right}; precision {(double)right / all:0.00}, recall {(double)right / wanted:0.00}"));
        Assert.True(right >= precision * all && right >= recall * wanted);
    }

    // Each of the two agrees with one of the other at most, the earliest first.
    private static int Agreed(double[] byHand, List<double> counted)
    {
        var open = counted.ToList();
        return byHand.Count(second => open.FindIndex(one => Math.Abs(one - second) <= Apart) is >= 0 and var at && Take(open, at));
    }

    private static bool Take(List<double> open, int at)
    {
        open.RemoveAt(at);
        return true;
    }
}
