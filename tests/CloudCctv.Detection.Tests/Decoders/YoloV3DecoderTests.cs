using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;
using CloudCctv.Detection.Tests.Models;

namespace CloudCctv.Detection.Tests.Decoders;

public sealed class YoloV3DecoderTests
{
    private const int Labels = 2;
    private static readonly float[][] Anchors = [[116, 90, 156, 198, 373, 326], [30, 61, 62, 45, 59, 119], [10, 13, 16, 30, 33, 23]];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decode_OneObject_IsCellAndAnchorAndBothSigmoids(bool channelsLast)
    {
        // The second anchor (156×198) of cell (1, 0) of stride 32: 2×1 cells, 3 × 7 numbers each.
        var values = Enumerable.Repeat(-20f, 2 * 21).ToArray();
        float[] numbers = [0, MathF.Log(3), MathF.Log(0.5f), 0, MathF.Log(9), -20, MathF.Log(4)];
        for (var i = 0; i < numbers.Length; i++)
        {
            values[channelsLast ? (1 * 21) + 7 + i : ((7 + i) * 2) + 1] = numbers[i];
        }

        var card = FamilyCard.Of("yolov3", Labels, 1, FamilyCard.Options(channelsLast, anchors: [Anchors[0]]));
        var found = Decoded.By(card, new((channelsLast ? [1, 1, 2, 21] : [1, 21, 1, 2], values)));

        Decoded.AssertSame([new(1, 0.9 * 0.8, 1.5 * 32, 0.75 * 32, 78, 198)], found);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Decode_ThreeHeads_IsWhatTheNaiveTwinReads(bool channelsLast)
    {
        var outputs = HandBuiltTensors.Random(11, -2, 3, [.. new[] { (1, 2), (2, 4), (4, 8) }
            .Select(grid => channelsLast ? new long[] { 1, grid.Item1, grid.Item2, 21 } : [1, 21, grid.Item1, grid.Item2])]);
        var twin = new List<Decoded>();
        foreach (var (output, stride) in new[] { 32, 16, 8 }.Select((stride, output) => (output, stride)))
        {
            for (int cell = 0, columns = 64 / stride; cell < columns * (32 / stride); cell++)
            {
                int x = cell % columns, y = cell / columns;
                for (var anchor = 0; anchor < 3; anchor++)
                {
                    double At(int number) => channelsLast ? outputs.At(output, 0, y, x, (anchor * 7) + number) : outputs.At(output, 0, (anchor * 7) + number, y, x);
                    var (label, logit) = Decoded.Best(Labels, label => At(5 + label));
                    twin.Add(new(
                        label,
                        Decoded.Sigmoid(At(4)) * Decoded.Sigmoid(logit),
                        (Decoded.Sigmoid(At(0)) + x) * stride,
                        (Decoded.Sigmoid(At(1)) + y) * stride,
                        Math.Exp(At(2)) * Anchors[output][2 * anchor],
                        Math.Exp(At(3)) * Anchors[output][(2 * anchor) + 1]));
                }
            }
        }

        var card = FamilyCard.Of("yolov3", Labels, 3, FamilyCard.Options(channelsLast, anchors: Anchors));

        Decoded.AssertSame(twin, Decoded.By(card, outputs));
    }

    [Fact]
    public void Shapes_OfTheOriginal_AreTheThreeHeads()
    {
        var card = FamilyCard.Of("yolov3", 80, 3, FamilyCard.Options(anchors: Anchors));
        var keras = FamilyCard.Of("yolov3", 80, 3, FamilyCard.Options(channelsLast: true, anchors: Anchors));
        var input = new ModelSize { Width = 416, Height = 416 };

        Assert.Equal("[1,255,13,13] [1,255,26,26] [1,255,52,52]", string.Join(' ', OutputDecoders.For(card).Shapes(input)));
        Assert.Equal("[1,13,13,255] [1,26,26,255] [1,52,52,255]", string.Join(' ', OutputDecoders.For(keras).Shapes(input)));
    }
}
