using CloudCctv.Detection.Evaluation;
using static CloudCctv.Detection.Tests.Evaluation.Pictures;

namespace CloudCctv.Detection.Tests.Evaluation;

public sealed class AveragePrecisionTests
{
    [Fact]
    public void Of_EverybodyFoundAndNobodyElse_IsOne() =>
        Assert.Equal(1, AveragePrecision.Of([Of([Person(10, 10), Person(200, 10)], Found(0.9f, 10, 10), Found(0.3f, 200, 10))], 0.5));

    [Fact]
    public void Of_NothingFound_IsZero() => Assert.Equal(0, AveragePrecision.Of([Of([Person(10, 10)])], 0.5));

    [Fact]
    public void Of_NobodyThere_IsUnknown() => Assert.Null(AveragePrecision.Of([Of([], Found(0.9f, 10, 10))], 0.5));

    [Fact]
    public void Of_FalseAlarmBetweenTwoHits_IsWhatTheHandComputes()
    {
        // Ranked: hit, false, hit. Precision 1 up to recall 0.5 (51 points), 2/3 up to recall 1 (50 points).
        var ap = AveragePrecision.Of([Of([Person(10, 10), Person(200, 10)], Found(0.9f, 10, 10), Found(0.8f, 400, 10), Found(0.7f, 200, 10))], 0.5);

        Assert.Equal((51 + (50 * 2.0 / 3)) / 101, ap!.Value, 9);
    }

    [Fact]
    public void Of_OneOfFourFound_ReadsThe26RecallsUpToAQuarter() =>
        Assert.Equal(26 / 101.0, AveragePrecision.Of([Of([Person(0, 0), Person(100, 0), Person(200, 0), Person(300, 0)], Found(0.9f, 0, 0))], 0.5)!.Value, 9);

    [Fact]
    public void Of_SecondDetectionOfOnePerson_IsAFalseAlarm()
    {
        // Ranked: hit, double, hit.
        var ap = AveragePrecision.Of([Of([Person(10, 10), Person(200, 10)], Found(0.9f, 10, 10), Found(0.8f, 11, 10), Found(0.7f, 200, 10))], 0.5);

        Assert.Equal((51 + (50 * 2.0 / 3)) / 101, ap!.Value, 9);
    }

    [Fact]
    public void Of_DetectionInACrowd_CountsForNothing() =>
        Assert.Equal(1, AveragePrecision.Of([Of([Person(10, 10), Crowd(300, 0, 300, 400)], Found(0.95f, 320, 50), Found(0.94f, 400, 50), Found(0.9f, 10, 10))], 0.5));

    [Fact]
    public void OverCocoOverlaps_BoxThatIsAFifthTooTall_CountsUpToItsOverlap()
    {
        // 100 of 120 px: intersection over union 0.833, so 0.50 to 0.80 (seven of ten) count.
        var ap = AveragePrecision.OverCocoOverlaps([Of([Person(10, 10)], Found(0.9f, 10, 10, height: 120))]);

        Assert.Equal(0.7, ap!.Value, 9);
    }

    [Fact]
    public void Of_RankedOverPictures_NotWithinEach()
    {
        // The false alarm of the second picture outranks the hit of the first.
        var ap = AveragePrecision.Of([Of([Person(10, 10)], Found(0.5f, 10, 10)), Of([], Found(0.8f, 10, 10))], 0.5);

        Assert.Equal(0.5, ap!.Value, 9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Of_RandomPictures_EqualsTheNaiveTwin(int seed)
    {
        var pictures = RandomPictures(seed);
        foreach (var overlap in AveragePrecision.CocoOverlaps)
        {
            Assert.Equal(NaiveCoco.AveragePrecision(pictures, overlap, 0, double.MaxValue)!.Value, AveragePrecision.Of(pictures, overlap)!.Value, 9);
            var small = AveragePrecision.Of(pictures, overlap, box => (double)box.Width * box.Height <= 3000);
            Assert.Equal(NaiveCoco.AveragePrecision(pictures, overlap, 0, 3000)!.Value, small!.Value, 9);
        }
    }

    // Persons on a grid, detections that wander off them, doubles, strays, a crowd: a bit of everything.
    private static List<ExaminedPicture> RandomPictures(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 12).Select(_ => RandomPicture(random))];
    }

    private static ExaminedPicture RandomPicture(Random random)
    {
        var truths = new List<Truth>();
        var found = new List<DetectedObject>();
        for (var i = 0; i < random.Next(6); i++)
        {
            var (left, top, width, height) = (i * 90, random.Next(200), random.Next(20, 60), random.Next(40, 120));
            truths.Add(Person(left, top, width, height));
            for (var n = random.Next(3); n > 0; n--)
            {
                found.Add(Found(random.NextSingle(), left + random.Next(-9, 9), top + random.Next(-15, 15), width + random.Next(-6, 6), height + random.Next(-10, 10)));
            }
        }

        if (random.Next(3) == 0)
        {
            truths.Add(Crowd(100, 320, 300, 150));
            found.Add(Found(random.NextSingle(), random.Next(50, 450), 330));
        }

        found.Add(Found(random.NextSingle(), random.Next(500), random.Next(350)));
        return Of(truths, [.. found]);
    }
}
