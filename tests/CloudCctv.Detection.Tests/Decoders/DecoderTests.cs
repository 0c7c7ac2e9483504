using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;

namespace CloudCctv.Detection.Tests.Decoders;

public sealed class DecoderTests
{
    private static readonly ModelSize Input = new() { Width = 64, Height = 32 };

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

        var found = Decode(new YoloV8Decoder(), new HandBuiltTensors(([1, 6, 3], values)));

        Assert.Equal([new(0, 0.9f, new(8, 10, 12, 12)), new(1, 0.7f, new(26, 25, 34, 37))], found);
    }

    [Fact]
    public void YoloV8_NaNInOneClass_DoesNotHideAnother()
    {
        float[] values = [10, 10, 4, 4, float.NaN, 0.8f];

        Assert.Equal([new(1, 0.8f, new(8, 8, 12, 12))], Decode(new YoloV8Decoder(), new HandBuiltTensors(([1, 6, 1], values))));
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

        var found = Assert.Single(Decode(new YoloXDecoder(), new HandBuiltTensors(([1, 42, 7], values))));

        float x = (cellX + 0.5f) * stride, y = (cellY + 0.25f) * stride;
        Assert.Equal(1, found.Label);
        Assert.Equal(0.4f, found.Score, 1e-6f);
        Assert.Equal(x - (1.5f * stride), found.Box.Left, 1e-3f);
        Assert.Equal(y - stride, found.Box.Top, 1e-3f);
        Assert.Equal(x + (1.5f * stride), found.Box.Right, 1e-3f);
        Assert.Equal(y + stride, found.Box.Bottom, 1e-3f);
    }

    [Fact]
    public void YoloX_ObjectnessTimesClassBelowTheMinimum_IsLeftOut()
    {
        var values = new float[42 * 7];
        values[4] = values[6] = 0.5f;

        Assert.Empty(Decode(new YoloXDecoder(), new HandBuiltTensors(([1, 42, 7], values))));
    }

    [Fact]
    public void Shapes_FollowFromLabelsAndInput()
    {
        Assert.Equal("[1,84,?]", new YoloV8Decoder().Shapes(80, null).Single().ToString());
        Assert.Equal("[1,?,85]", new YoloXDecoder().Shapes(80, null).Single().ToString());
        Assert.Equal("[1,3549,85]", new YoloXDecoder().Shapes(80, new() { Width = 416, Height = 416 }).Single().ToString());
    }

    private static List<Candidate> Decode(IOutputDecoder decoder, HandBuiltTensors outputs)
    {
        Assert.All(decoder.Shapes(2, Input), shape => Assert.True(shape.Accepts(outputs.Shape(0))));
        var candidates = new List<Candidate>();
        decoder.Decode(outputs, Input, 0.3f, candidates);
        return candidates;
    }
}
