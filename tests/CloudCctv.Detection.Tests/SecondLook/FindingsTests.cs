using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Preprocessing;
using CloudCctv.Detection.SecondLook;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Tests.SecondLook;

public sealed class FindingsTests
{
    private static readonly JpegHeader Picture = new(1000, 800);
    private static readonly InputPlan Whole = Look(new(0, 0, 1000, 800), 0.4f);
    private static readonly InputPlan Left = Look(new(0, 200, 400, 400), 1);
    private static readonly InputPlan Right = Look(new(300, 200, 400, 400), 1);

    [Fact]
    public void Merge_SamePersonInTwoLooks_IsTheBetterOnce()
    {
        var seen = Merge((Whole, [Person(0.4f, 100, 300, 160, 420)]), (Left, [Person(0.8f, 104, 306, 150, 418)]));

        Assert.Equal(0.8f, Assert.Single(seen).Score);
    }

    [Fact]
    public void Merge_PersonThatASecondLookSawInPart_IsNotTwo()
    {
        var seen = Merge((Whole, [Person(0.7f, 100, 250, 160, 420)]), (Left, [Person(0.5f, 105, 255, 155, 330)]));

        Assert.Equal(0.7f, Assert.Single(seen).Score);
    }

    [Fact]
    public void Merge_TwoNeighboursInOneLook_StayTwo() =>
        Assert.Equal(2, Merge((Whole, []), (Left, [Person(0.8f, 100, 300, 160, 420), Person(0.6f, 130, 310, 158, 400)])).Count);

    [Fact]
    public void Merge_DifferentLabels_StayBoth() =>
        Assert.Equal(2, Merge((Whole, [Person(0.8f, 100, 300, 160, 420)]), (Left, [new("dog", 0.5f, new(100, 300, 160, 420))])).Count);

    [Fact]
    public void Add_BoxThatTheWindowsBorderCuts_IsLeftToTheOtherTile()
    {
        var seen = Merge((Whole, []), (Left, [Person(0.9f, 350, 300, 400, 420)]), (Right, [Person(0.6f, 350, 300, 420, 420)]));

        Assert.Equal(new ImageBox(350, 300, 420, 420), Assert.Single(seen).Box);
    }

    [Fact]
    public void Add_BoxAtTheBorderOfThePicture_IsKept() => Assert.Single(Merge((Whole, []), (Left, [Person(0.9f, 0, 300, 60, 420)])));

    [Fact]
    public void Merge_GivesTheHighestScoreFirst() => Assert.Equal(
        [0.9f, 0.7f, 0.5f],
        Merge((Whole, [Person(0.7f, 700, 100, 750, 200)]), (Left, [Person(0.5f, 50, 250, 90, 330), Person(0.9f, 200, 300, 260, 420)])).Select(one => one.Score));

    private static IReadOnlyList<DetectedObject> Merge(params (InputPlan Look, DetectedObject[] Found)[] looks)
    {
        var findings = new Findings(0.55f);
        for (var i = 0; i < looks.Length; i++)
        {
            findings.Add(looks[i].Found, looks[i].Look, i);
        }

        return findings.Merge();
    }

    private static DetectedObject Person(float score, float left, float top, float right, float bottom) => new("person", score, new(left, top, right, bottom));

    private static InputPlan Look(SourceWindow window, float scale) =>
        InputPlan.For(Picture, window, new ModelSize { Width = 416, Height = 416 }, scale, Placement.TopLeft);
}
