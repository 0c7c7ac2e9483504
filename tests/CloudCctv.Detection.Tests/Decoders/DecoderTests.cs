using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;
using CloudCctv.Detection.Tests.Models;

namespace CloudCctv.Detection.Tests.Decoders;

public sealed class DecoderTests
{
    [Fact]
    public void YoloV8_ReadsCentreAndSidesAndTheBestClass()
    {
        // Two classes, three places; each row of the tensor is one quantity.
        float[] values =
        [
            10, 20, 30, // cx
            11, 21, 31, // cy
            4, 6, 8, // w
            2, 10, 12, // h
            0.9f, 0.1f, 0.2f, // class 0
            0.3f, 0.1f, 0.7f, // class 1
        ];

        var found = Decoded.By(FamilyCard.Of("yolov8", 2), new(([1, 6, 3], values)));

        Assert.Equal([new(0, 0.9f, new(8, 10, 12, 12)), new(1, 0.7f, new(26, 25, 34, 37))], found);
    }

    [Theory]
    [InlineData(new[] { float.NaN, 0.8f }, 1)]
    [InlineData(new[] { 0.8f, float.NaN }, 0)]
    [InlineData(new[] { float.NaN, 0.8f, float.NaN }, 1)]
    public void YoloV8_NaNInOneClass_DoesNotHideAnother(float[] classes, int label)
    {
        float[] values = [10, 10, 4, 4, .. classes];
        Candidate[] expected = [new(label, 0.8f, new(8, 8, 12, 12))];

        Assert.Equal(expected, Decoded.By(FamilyCard.Of("yolov8", classes.Length), new(([1, values.Length, 1], values))));
        Assert.Equal(expected, Decoded.By(FamilyCard.Of("yolov8", classes.Length, 1, FamilyCard.Options(channelsLast: true)), new(([1, 1, values.Length], values))));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 5)]
    [InlineData(true, 1)]
    [InlineData(true, 5)]
    public void YoloV8_EitherOrder_IsWhatTheNaiveTwinReads(bool channelsLast, int labels)
    {
        var outputs = HandBuiltTensors.Random(3, 0, 1, channelsLast ? [1, 40, 4 + labels] : [1, 4 + labels, 40]);
        double At(int number, int place) => channelsLast ? outputs.At(0, 0, place, number) : outputs.At(0, 0, number, place);
        var twin = Enumerable.Range(0, 40).Select(place =>
        {
            var (label, score) = Decoded.Best(labels, label => At(4 + label, place));
            return new Decoded(label, score, At(0, place), At(1, place), At(2, place), At(3, place));
        });

        var found = Decoded.By(FamilyCard.Of("yolov8", labels, 1, FamilyCard.Options(channelsLast: channelsLast)), outputs);

        Decoded.AssertSame(twin, found);
    }

    [Theory]
    [InlineData(8, 3, 2, 0)]
    [InlineData(16, 3, 1, 32)]
    [InlineData(32, 1, 0, 40)]
    public void YoloX_AddsTheCellAndUndoesTheLogarithm(int stride, int cellX, int cellY, int firstRow)
    {
        // 64×32: 8×4 cells of stride 8, then 4×2 of 16, then 2×1 of 32; 5 + 2 numbers each.
        var values = new float[42 * 7];
        var row = values.AsSpan((firstRow + (cellY * (64 / stride)) + cellX) * 7, 7);
        float[] content = [0.5f, 0.25f, MathF.Log(3), MathF.Log(2), 0.8f, 0.1f, 0.5f];
        content.CopyTo(row);

        var found = Decoded.By(FamilyCard.Of("yolox", 2), new(([1, 42, 7], values)));

        Decoded.AssertSame([new(1, 0.4, (cellX + 0.5) * stride, (cellY + 0.25) * stride, 3 * stride, 2 * stride)], found);
    }

    [Fact]
    public void YoloX_ObjectnessTimesClassBelowTheMinimum_IsLeftOut()
    {
        var values = new float[42 * 7];
        values[4] = values[6] = 0.5f;

        Assert.Empty(Decoded.By(FamilyCard.Of("yolox", 2), new(([1, 42, 7], values))));
    }

    public static TheoryData<string, string> Shapes => new()
    {
        { "yolov8", "[1,84,?]" },
        { "yolox", "[1,3549,85]" },
        { "fastestdet", "[1,85,26,26]" },
        { "ssd-detection-output", "[1,1,?,7]" },
        { "ssd-tensorflow", "[1,?,4] [1,?] [1,?] [1]" },
        { "ssd-boxes-scores", "[1,?,4] [1,?,80]" },
        { "nanodet", "[1,2704,80] [1,676,80] [1,169,80] [1,2704,32] [1,676,32] [1,169,32]" },
        { "yunet", "[1,2704,1] [1,676,1] [1,169,1] [1,2704,1] [1,676,1] [1,169,1] [1,2704,4] [1,676,4] [1,169,4] [1,2704,10] [1,676,10] [1,169,10]" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Shapes_FollowFromLabelsAndInput(string family, string shapes)
    {
        var decoder = OutputDecoders.For(FamilyCard.Of(family, 80));

        Assert.Equal(shapes, string.Join(' ', decoder.Shapes(new() { Width = 416, Height = 416 })));
    }

    [Fact]
    public void Shapes_InputNotKnown_LeaveOpenWhatDependsOnIt()
    {
        Assert.Equal("[1,?,85]", OutputDecoders.For(FamilyCard.Of("yolox", 80)).Shapes(null).Single().ToString());
        Assert.Equal("[1,85,?,?]", OutputDecoders.For(FamilyCard.Of("fastestdet", 80)).Shapes(null).Single().ToString());
        Assert.Equal("[1,?,32]", OutputDecoders.For(FamilyCard.Of("nanodet", 80)).Shapes(null)[^1].ToString());
    }

    [Fact]
    public void EveryFamily_SeesNothingInNothing()
    {
        foreach (var family in OutputDecoders.Families)
        {
            var card = FamilyCard.Of(family, 2, 3, family == "yolov3" ? FamilyCard.Options(anchors: [[1, 1], [1, 1], [1, 1]]) : null);
            var decoder = OutputDecoders.For(card);
            var outputs = decoder.Shapes(FamilyCard.Input).Select(shape => shape.ToArray().Select(length => length == TensorShape.Any ? 9 : length).ToArray());
            var candidates = new List<Candidate>();

            decoder.Decode(HandBuiltTensors.Random(1, float.NaN, float.NaN, [.. outputs]), FamilyCard.Input, 0.3f, candidates);

            Assert.Empty(candidates);
        }
    }
}
