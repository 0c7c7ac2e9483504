using CloudCctv.Contracts.Geometry;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Motion.Lines;

namespace CloudCctv.Uploader.Tests.Motion.Lines;

public sealed class LineCounterTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);

    // An arrow that points up in the middle of the picture.
    private static readonly CountingLine Door = new("door", new(0.5, 1), new(0.5, 0));

    private readonly LineCounter counter = new();
    private int frame;

    [Fact]
    public void Next_ThereAndBack_IsOneInAndOneOut()
    {
        Walk(Steps(0.2, 0.8).Concat(Steps(0.8, 0.2)).Select(x => new[] { x }));

        Assert.Equal([new LineCount("door", 1, 1)], counter.Counts);
    }

    [Fact]
    public void Next_TwoWhoPass_AreCountedEach()
    {
        Walk(Steps(0.1, 0.9).Zip(Steps(0.9, 0.1)).Select(pair => new[] { pair.First, pair.Second }), apart: 0.3);

        Assert.Equal([new LineCount("door", 1, 1)], counter.Counts);
    }

    [Fact]
    public void Next_WhoStandsOnTheLine_IsNotCounted()
    {
        Walk(Steps(0.3, 0.49).Concat(Enumerable.Range(0, 30).Select(i => 0.5 + (0.01 * (i % 3 - 1)))).Select(x => new[] { x }));

        Assert.Equal([new LineCount("door", 0, 0)], counter.Counts);
    }

    [Fact]
    public void Next_WhatIsThereForAMoment_IsNotCounted()
    {
        Walk([[0.45], [0.56]]);
        Walk(Enumerable.Repeat(Array.Empty<double>(), 20));

        Assert.Equal([new LineCount("door", 0, 0)], counter.Counts);
    }

    [Fact]
    public void Next_LineOfAnotherName_StartsAtNothingAndOthersGoOn()
    {
        Walk(Steps(0.2, 0.8).Select(x => new[] { x }));
        counter.Next([Door, Door with { Name = "gate" }], new MotionResult(GateState.Watching, 0, null, []), Start.AddSeconds(60), 1);

        Assert.Equal([new LineCount("door", 1, 0), new LineCount("gate", 0, 0)], counter.Counts);
    }

    [Fact]
    public void Next_SceneChanged_WhatWasThereIsForgotten()
    {
        Walk(Steps(0.2, 0.44).Select(x => new[] { x }));
        counter.Next([Door], new MotionResult(GateState.SceneChanged, 0, null, []), Time(), 1);
        Walk(Steps(0.56, 0.8).Select(x => new[] { x }));

        Assert.Equal([new LineCount("door", 0, 0)], counter.Counts);
    }

    private static IEnumerable<double> Steps(double from, double to) => Enumerable.Range(0, 21).Select(i => from + ((to - from) * i / 20));

    private DateTimeOffset Time() => Start.AddMilliseconds(100 * frame++);

    // Ten frames a second; one box for each place, the second one lower by `apart`.
    private void Walk(IEnumerable<double[]> places, double apart = 0)
    {
        foreach (var all in places)
        {
            Box[] parts = [.. all.Select((x, i) => new Box(x - 0.05, 0.3 + (apart * i), x + 0.05, 0.6 + (apart * i)))];
            counter.Next([Door], new MotionResult(GateState.Watching, 0.1, parts.Length > 0 ? parts[0] : null, []) { Parts = parts }, Time(), 1);
        }
    }
}
