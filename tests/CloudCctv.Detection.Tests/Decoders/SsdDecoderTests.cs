using CloudCctv.Detection.Decoders;
using CloudCctv.Detection.Tests.Models;

namespace CloudCctv.Detection.Tests.Decoders;

/// <summary>The input is 64×32, so that a mix-up of sides and rows shows.</summary>
public sealed class SsdDecoderTests
{
    private static readonly ModelBox Quarter = new(16, 8, 48, 24);

    [Fact]
    public void DetectionOutput_ReadsRowsUntilTheFirstWithoutPicture()
    {
        float[] values =
        [
            0, 15, 0.9f, 0.25f, 0.25f, 0.75f, 0.75f,
            0, 7, 0.2f, 0, 0, 1, 1, // too low
            0, 0, 0.9f, 0, 0, 1, 1, // background
            0, 21, 0.9f, 0, 0, 1, 1, // a class that the card does not name
            0, 1, 0.8f, 0, 0, 0.5f, 1,
            -1, 15, 0.9f, 0, 0, 1, 1, // the end
            0, 15, 0.9f, 0, 0, 1, 1,
        ];

        var found = Decoded.By(FamilyCard.Of("ssd-detection-output", 20, 1, FamilyCard.Options(firstClass: 1)), new(([1, 1, 7, 7], values)));

        Assert.Equal([new(14, 0.9f, Quarter), new(0, 0.8f, new(0, 0, 32, 32))], found);
    }

    [Fact]
    public void TensorFlow_ReadsTopBeforeLeft_AndOnlyAsManyAsTold()
    {
        var outputs = new HandBuiltTensors(
            ([1, 3, 4], [0.25f, 0.25f, 0.75f, 0.75f, 0, 0, 1, 0.5f, 0, 0, 1, 1]),
            ([1, 3], [1, 91, 1]),
            ([1, 3], [0.9f, 0.9f, 0.9f]),
            ([1], [2]));

        var found = Decoded.By(FamilyCard.Of("ssd-tensorflow", 90, 4, FamilyCard.Options(firstClass: 1)), outputs);

        Assert.Equal([new(0, 0.9f, Quarter)], found);
    }

    [Theory]
    [InlineData(1000, 3)]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, 3)]
    [InlineData(-1, 0)]
    public void TensorFlow_CountThatCannotBe_ReachesPastNothing(float count, int found)
    {
        var outputs = new HandBuiltTensors(([1, 3, 4], new float[12]), ([1, 5], new float[5]), ([1, 4], [0.9f, 0.9f, 0.9f, 0.9f]), ([1], [count]));

        Assert.Equal(found, Decoded.By(FamilyCard.Of("ssd-tensorflow", 1, 4), outputs).Count);
    }

    [Fact]
    public void BoxesAndScores_SkipsTheBackground()
    {
        var outputs = new HandBuiltTensors(
            ([1, 3, 4], [0.25f, 0.25f, 0.75f, 0.75f, 0, 0, 1, 0.5f, 0, 0, 1, 1]),
            ([1, 3, 2], [0.1f, 0.9f, 0.95f, 0.05f, 0.6f, 0.4f]));

        var found = Decoded.By(FamilyCard.Of("ssd-boxes-scores", 1, 2, FamilyCard.Options(firstClass: 1)), outputs);

        Assert.Equal([new(0, 0.9f, Quarter), new(0, 0.4f, new(0, 0, 64, 32))], found);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 4)]
    public void BoxesAndScores_IsWhatTheNaiveTwinReads(int background, int labels)
    {
        var outputs = HandBuiltTensors.Random(13, 0, 1, [1, 50, 4], [1, 50, background + labels]);
        var twin = Enumerable.Range(0, 50).Select(place =>
        {
            var (label, score) = Decoded.Best(labels, label => outputs.At(1, 0, place, background + label));
            double Side(int side) => outputs.At(0, 0, place, side) * (side % 2 == 0 ? 64 : 32);
            return Decoded.FromSides(label, score, Side(0), Side(1), Side(2), Side(3));
        });

        Decoded.AssertSame(twin, Decoded.By(FamilyCard.Of("ssd-boxes-scores", labels, 2, FamilyCard.Options(firstClass: background)), outputs));
    }
}
