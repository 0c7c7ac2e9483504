using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;
using CloudCctv.Detection.Tests.Models;

namespace CloudCctv.Detection.Tests.Decoders;

/// <summary>One detection in double precision, as the naive twins give it.</summary>
internal sealed record Decoded(int Label, double Score, double X, double Y, double Width, double Height)
{
    public static Decoded FromSides(int label, double score, double left, double top, double right, double bottom) =>
        new(label, score, (left + right) / 2, (top + bottom) / 2, right - left, bottom - top);

    /// <summary>What the decoder of the card's family reads; its shapes must accept the tensors.</summary>
    public static List<Candidate> By(ModelCard card, HandBuiltTensors outputs, float minScore = 0.3f)
    {
        var decoder = OutputDecoders.For(card);
        var shapes = decoder.Shapes(card.Input.Size);
        Assert.Null(OutputDecoders.Problem(card.Output));
        Assert.Equal(outputs.Count, shapes.Count);
        for (var i = 0; i < shapes.Count; i++)
        {
            Assert.True(shapes[i].Accepts(outputs.Shape(i)), $"{shapes[i]} does not accept {outputs.Shape(i)}.");
        }

        var candidates = new List<Candidate>();
        decoder.Decode(outputs, FamilyCard.Input, minScore, candidates);
        return candidates;
    }

    /// <summary>The decoder found what the twin found, and nothing else; scores so near the limit that rounding decides may differ.</summary>
    public static void AssertSame(IEnumerable<Decoded> twin, IReadOnlyCollection<Candidate> found, float minScore = 0.3f)
    {
        var expected = twin.Where(one => one.Score >= minScore).OrderByDescending(one => one.Score).ToList();
        var actual = found.OrderByDescending(one => one.Score).ToList();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one.Label, other.Label);
            Assert.Equal(one.Score, other.Score, 1e-5);
            Assert.Equal(one.X, (other.Box.Left + other.Box.Right) / 2, 1e-2);
            Assert.Equal(one.Y, (other.Box.Top + other.Box.Bottom) / 2, 1e-2);
            Assert.Equal(one.Width, other.Box.Right - other.Box.Left, 1e-2);
            Assert.Equal(one.Height, other.Box.Bottom - other.Box.Top, 1e-2);
        }
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static (int Label, double Score) Best(int labels, Func<int, double> score)
    {
        var best = Enumerable.Range(0, labels).MaxBy(score);
        return (best, score(best));
    }
}
