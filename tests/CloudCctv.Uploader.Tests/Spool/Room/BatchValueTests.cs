using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Spool.Room;

namespace CloudCctv.Uploader.Tests.Spool.Room;

/// <summary>The order of docs/design/batch-lifecycle.md, as a table.</summary>
public sealed class BatchValueTests
{
    // Events are letters, the older the earlier in the alphabet; x is an event's clip.
    [Theory]
    [InlineData("a1 a2 a3 b1", "a3 a2 a1 b1")]
    [InlineData("a1 a2 b3 b4", "b4 b3 a2 a1")]
    [InlineData("a1 a2 b1 b2 b3", "b3 a2 b2 a1 b1")]
    [InlineData("a2 b2 c1 c2", "a2 b2 c2 c1")]
    [InlineData("c1 a1 b1", "a1 b1 c1")]
    [InlineData("a1 a2 a3 b5 b6 c2 d1 d9", "b6 b5 c2 d9 a3 a2 a1 d1")]
    [InlineData("a1 a2 bx b2 c1 cx ax", "ax bx cx b2 a2 a1 c1")]
    public void Least_TakenAgainAndAgain_GoesInThisOrder(string spool, string expected)
    {
        var left = spool.Split(' ').Select(Batch).ToList();
        var gone = new List<string>();
        while (BatchValue.Least(left, _ => true) is { } least)
        {
            left.Remove(least.Batch);
            gone.Add($"{least.Batch.Event.Id[0]}{(least.Batch.IsClip ? "x" : least.Batch.Part)}");
        }

        Assert.Equal(expected, string.Join(' ', gone));
    }

    [Fact]
    public void Least_OfThoseThatMayGo_KnowsFirstBatchesThatMayNot()
    {
        var spool = "a1 a2 b2".Split(' ').Select(Batch).ToList();

        // While a1 is being sent it is still here: b's first has left, a's has not.
        Assert.Equal(Batch("b2"), BatchValue.Least(spool, batch => batch.Part != 1)!.Value.Batch);
        Assert.Equal(Batch("a2"), BatchValue.Least(spool, batch => batch == Batch("a2"))!.Value.Batch);
        Assert.Null(BatchValue.Least(spool, _ => false));
    }

    [Fact]
    public void DesignPage_HoldsTheOrder() =>
        Assert.Contains("## What goes first when room is short", File.ReadAllText(RepositoryRoot.File("docs", "design", "batch-lifecycle.md")), StringComparison.Ordinal);

    private static BatchName Batch(string name) =>
        SpoolSample.Batch(name[1] == 'x' ? BatchName.ClipPart : name[1] - '0', minute: name[0] - 'a', id: new string(name[0], 8));
}
