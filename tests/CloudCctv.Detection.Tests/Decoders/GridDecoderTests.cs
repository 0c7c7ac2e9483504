using CloudCctv.Detection.Decoders;
using CloudCctv.Detection.Tests.Models;

namespace CloudCctv.Detection.Tests.Decoders;

/// <summary>Families without anchors: tensors built by hand, and the published formulas once more, in double precision and place by place.</summary>
public sealed class GridDecoderTests
{
    private const int Labels = 3;

    [Fact]
    public void NanoDet_OneSidedDistributions_AreTheirBins()
    {
        // All weight on bins 1, 2, 3, 4 of left, top, right, bottom, in cell (2, 1) of stride 16.
        var scores = new[] { new float[32 * Labels], new float[8 * Labels], new float[2 * Labels] };
        var boxes = new[] { new float[32 * 32], new float[8 * 32], new float[2 * 32] };
        const int cell = (1 * 4) + 2;
        scores[1][(cell * Labels) + 2] = 0.75f;
        for (var side = 0; side < 4; side++)
        {
            boxes[1][(cell * 32) + (side * 8) + side + 1] = 200;
        }

        var found = Decoded.By(FamilyCard.Of("nanodet", Labels, 6), new(
            ([1, 32, Labels], scores[0]), ([1, 8, Labels], scores[1]), ([1, 2, Labels], scores[2]),
            ([1, 32, 32], boxes[0]), ([1, 8, 32], boxes[1]), ([1, 2, 32], boxes[2])));

        Assert.Equal([new(2, 0.75f, new(40 - 16, 24 - 32, 40 + 48, 24 + 64))], found);
    }

    [Fact]
    public void NanoDet_IsWhatTheNaiveTwinReads()
    {
        var outputs = HandBuiltTensors.Random(5, 0, 1, [1, 32, Labels], [1, 8, Labels], [1, 2, Labels], [1, 32, 32], [1, 8, 32], [1, 2, 32]);
        var twin = Cells().Select(at =>
        {
            var (label, score) = Decoded.Best(Labels, label => outputs.At(at.Output, 0, at.Cell, label));
            double Distance(int side)
            {
                var weights = Enumerable.Range(0, 8).Select(bin => Math.Exp(outputs.At(3 + at.Output, 0, at.Cell, (side * 8) + bin))).ToList();
                return weights.Select((weight, bin) => weight * bin).Sum() / weights.Sum() * at.Stride;
            }

            double x = (at.X + 0.5) * at.Stride, y = (at.Y + 0.5) * at.Stride;
            return Decoded.FromSides(label, score, x - Distance(0), y - Distance(1), x + Distance(2), y + Distance(3));
        });

        Decoded.AssertSame(twin, Decoded.By(FamilyCard.Of("nanodet", Labels, 6), outputs));
    }

    [Fact]
    public void FastestDet_IsWhatTheNaiveTwinReads()
    {
        // Probabilities for objectness and classes; the four numbers of the box may be anything.
        var outputs = HandBuiltTensors.Random(7, 0, 1, [1, 5 + Labels, 2, 4]);
        var twin = Enumerable.Range(0, 8).Select(cell =>
        {
            double At(int number) => outputs.At(0, 0, number, cell / 4, cell % 4);
            var (label, probability) = Decoded.Best(Labels, label => At(5 + label));
            return new Decoded(
                label,
                Math.Pow(At(0), 0.6) * Math.Pow(probability, 0.4),
                ((cell % 4) + Math.Tanh(At(1))) * 16,
                ((cell / 4) + Math.Tanh(At(2))) * 16,
                Decoded.Sigmoid(At(3)) * 64,
                Decoded.Sigmoid(At(4)) * 32);
        });

        Decoded.AssertSame(twin, Decoded.By(FamilyCard.Of("fastestdet", Labels), outputs));
    }

    [Fact]
    public void YuNet_IsWhatTheNaiveTwinReads_WithItsFivePoints()
    {
        long[][] shapes = [.. new[] { 1, 1, 4, 10 }.SelectMany(length => new long[][] { [1, 32, length], [1, 8, length], [1, 2, length] })];
        var outputs = HandBuiltTensors.Random(9, 0, 1.1f, shapes);
        var twin = Cells().Select(at => (At: at, Face: new Decoded(
            0,
            Math.Sqrt(Math.Min(outputs.At(at.Output, 0, at.Cell, 0), 1) * Math.Min(outputs.At(3 + at.Output, 0, at.Cell, 0), 1)),
            (outputs.At(6 + at.Output, 0, at.Cell, 0) + at.X) * at.Stride,
            (outputs.At(6 + at.Output, 0, at.Cell, 1) + at.Y) * at.Stride,
            Math.Exp(outputs.At(6 + at.Output, 0, at.Cell, 2)) * at.Stride,
            Math.Exp(outputs.At(6 + at.Output, 0, at.Cell, 3)) * at.Stride))).ToList();

        var found = Decoded.By(FamilyCard.Of("yunet", 1, 12), outputs);

        Decoded.AssertSame(twin.Select(one => one.Face), found);
        var best = found.MaxBy(face => face.Score);
        var place = twin.MaxBy(one => one.Face.Score).At;
        ModelPoint Point(int number) => new(
            (float)((outputs.At(9 + place.Output, 0, place.Cell, 2 * number) + place.X) * place.Stride),
            (float)((outputs.At(9 + place.Output, 0, place.Cell, (2 * number) + 1) + place.Y) * place.Stride));
        var landmarks = best.Landmarks!;
        ModelPoint[] actual = [landmarks.RightEye, landmarks.LeftEye, landmarks.NoseTip, landmarks.RightMouthCorner, landmarks.LeftMouthCorner];
        for (var i = 0; i < actual.Length; i++)
        {
            Assert.Equal(Point(i).X, actual[i].X, 1e-3f);
            Assert.Equal(Point(i).Y, actual[i].Y, 1e-3f);
        }
    }

    private static IEnumerable<(int Output, int Stride, int Cell, int X, int Y)> Cells() =>
        new[] { 8, 16, 32 }.SelectMany((stride, output) => Enumerable.Range(0, 64 / stride * (32 / stride))
            .Select(cell => (output, stride, cell, cell % (64 / stride), cell / (64 / stride))));
}
