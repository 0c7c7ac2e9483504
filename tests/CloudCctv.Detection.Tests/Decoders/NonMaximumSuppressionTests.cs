using CloudCctv.Detection.Decoders;

namespace CloudCctv.Detection.Tests.Decoders;

public sealed class NonMaximumSuppressionTests
{
    [Theory]
    [InlineData(1, 0.3f)]
    [InlineData(2, 0.5f)]
    [InlineData(3, 0.7f)]
    public void Apply_OnRandomBoxes_IsWhatTheDefinitionSays(int seed, float maxOverlap)
    {
        var random = new Random(seed);
        var candidates = Enumerable.Range(0, 300)
            .Select(_ => new Candidate(random.Next(3), random.NextSingle(), ModelBox.FromCentre(
                random.Next(100), random.Next(100), 10 + random.Next(40), 10 + random.Next(40))))
            .ToList();
        var expected = ByDefinition(candidates, maxOverlap);

        NonMaximumSuppression.Apply(candidates, maxOverlap);

        Assert.Equal(expected, candidates);
        Assert.InRange(candidates.Count, 1, 299);
    }

    [Fact]
    public void Apply_OverlapOfTwoClasses_KeepsBoth()
    {
        List<Candidate> candidates = [new(0, 0.9f, new(0, 0, 10, 10)), new(1, 0.8f, new(0, 0, 10, 10))];

        NonMaximumSuppression.Apply(candidates, 0.5f);

        Assert.Equal(2, candidates.Count);
    }

    [Theory]
    [InlineData(float.NaN, 0, 10)]
    [InlineData(float.PositiveInfinity, 0, 10)]
    [InlineData(0.9f, float.NaN, 10)]
    [InlineData(0.9f, 0, float.PositiveInfinity)]
    [InlineData(0.9f, float.NegativeInfinity, 10)]
    [InlineData(0.9f, 10, 10)]
    [InlineData(0.9f, 20, 10)]
    [InlineData(7f, 0, 10)]
    public void Apply_NoNumberOrNoArea_IsLeftOut(float score, float left, float right)
    {
        List<Candidate> candidates = [new(0, score, new(left, 0, right, 10)), new(0, 0.5f, new(100, 0, 110, 10))];

        NonMaximumSuppression.Apply(candidates, 0.5f);

        Assert.Equal(0.5f, Assert.Single(candidates).Score);
    }

    [Fact]
    public void Apply_MoreThanAnyPictureHolds_StaysBounded()
    {
        var candidates = Enumerable.Range(0, 5000).Select(i => new Candidate(0, i / 5000f, new(i * 20, 0, (i * 20) + 10, 10))).ToList();

        NonMaximumSuppression.Apply(candidates, 0.5f);

        Assert.Equal(NonMaximumSuppression.MaxCandidates, candidates.Count);
        Assert.Equal(4999 / 5000f, candidates[0].Score);
    }

    private static List<Candidate> ByDefinition(IEnumerable<Candidate> candidates, float maxOverlap)
    {
        var kept = new List<Candidate>();
        foreach (var candidate in candidates.OrderByDescending(candidate => candidate.Score))
        {
            if (kept.All(better => better.Label != candidate.Label || Overlap(better.Box, candidate.Box) <= maxOverlap))
            {
                kept.Add(candidate);
            }
        }

        return kept;
    }

    private static float Overlap(ModelBox a, ModelBox b)
    {
        var both = Shared(a.Left, a.Right, b.Left, b.Right) * Shared(a.Top, a.Bottom, b.Top, b.Bottom);
        var either = ((a.Right - a.Left) * (a.Bottom - a.Top)) + ((b.Right - b.Left) * (b.Bottom - b.Top)) - both;
        return both / either;
    }

    private static float Shared(float from, float to, float otherFrom, float otherTo) =>
        otherFrom > to || from > otherTo ? 0 : new[] { to, otherTo }.Min() - new[] { from, otherFrom }.Max();
}
