using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Quarantine;

public sealed class DamagedReasonTests
{
    [Theory]
    [InlineData("{ broken")]
    [InlineData("null")]
    [InlineData("""{"version":1,"code":"not-a-zip","reason":"x","time":"2026-11-20T07:32:05Z","dequeueCount":1,"badFrames":[null]}""")]
    public async Task OneReasonThatIsDamaged_HidesNeitherTheOthersNorWhatLiesBesideIt(string damaged)
    {
        await using var system = new Installation();
        var (first, second) = (BatchMaker.For("first"), BatchMaker.For("second"));
        foreach (var batch in new[] { first, second })
        {
            await system.PutAsync(batch, "no zip"u8.ToArray());
            await system.HandleAsync(batch);
        }

        await system.Store.Objects.PutAsync(new($"quarantine/{first.Name}.reason.json"), System.Text.Encoding.UTF8.GetBytes(damaged), TestContext.Current.CancellationToken);

        var items = await system.QuarantineAsync();
        Assert.Equal([BatchFault.ReasonUnreadable, BatchFault.NotAZip], items.Select(item => item.Reason.Code));
        Assert.Equal($"quarantine/{first.Name}", items[0].Evidence.Value);
    }
}
