using CloudCctv.Detection.Evaluation;
using static CloudCctv.Detection.Tests.Evaluation.Pictures;

namespace CloudCctv.Detection.Tests.Evaluation;

public sealed class PictureLevelTests
{
    private static readonly ExaminedPicture[] Five =
    [
        With(0.9f), With(0.4f), With(null), Without(0.4f), Without(null),
    ];

    [Fact]
    public void At_FivePictures_CountsEachKind()
    {
        var counts = PictureLevel.At(0.4, Five);

        Assert.Equal((2, 1, 1, 1), (counts.Alerted, counts.Missed, counts.FalseAlarms, counts.Quiet));
        Assert.Equal(2 / 3.0, counts.Precision!.Value, 9);
        Assert.Equal(2 / 3.0, counts.Recall!.Value, 9);
        Assert.Equal(2 / 3.0, counts.F1!.Value, 9);
    }

    [Fact]
    public void At_ThresholdAboveEverything_HasNoPrecision()
    {
        var counts = PictureLevel.At(0.95, Five);

        Assert.Null(counts.Precision);
        Assert.Equal(0, counts.Recall);
    }

    [Fact]
    public void RocAuc_FivePictures_TiesCountHalf() =>
        // Pairs of one with and one without: 0.9 wins both, 0.4 ties and wins, nothing loses and ties: 4 of 6.
        Assert.Equal(4 / 6.0, PictureLevel.RocAuc(Five)!.Value, 9);

    [Fact]
    public void RocAuc_OnlyPicturesWithPeople_IsUnknown() => Assert.Null(PictureLevel.RocAuc([With(0.9f)]));

    [Fact]
    public void RocAuc_RandomPictures_IsTheShareOfPairsInTheRightOrder()
    {
        var random = new Random(5);
        var pictures = Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? Without(random.Next(10) / 10f) : With(random.Next(10) / 10f)).ToList();
        var pairs = from one in pictures where one.HasObjects from other in pictures where !other.HasObjects select one.Score.CompareTo(other.Score);

        Assert.Equal(pairs.Average(order => order switch { > 0 => 1, 0 => 0.5, _ => 0 }), PictureLevel.RocAuc(pictures)!.Value, 9);
    }

    [Fact]
    public void At_PictureWithOnlyACrowd_IsLeftOut()
    {
        var counts = PictureLevel.At(0.3, [Of([Crowd(0, 0, 300, 300)], Found(0.9f, 10, 10))]);

        Assert.Equal(0, counts.Alerted + counts.Missed + counts.FalseAlarms + counts.Quiet);
    }

    private static ExaminedPicture With(float? score) => Of([Person(10, 10)], Detections(score));

    private static ExaminedPicture Without(float? score) => Of([], Detections(score));

    private static DetectedObject[] Detections(float? score) => score is { } value ? [Found(value, 10, 10)] : [];
}
