using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Batches;

public sealed class BlobArrivalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_NameOfAZip_IsAnalysedOnceHoweverOftenItIsTold()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);

        Assert.NotNull(await system.Get<BlobArrival>().HandleAsync($"batches/{batch.Name}", Token));
        Assert.Null(await system.Get<BlobArrival>().HandleAsync($"batches/{batch.Name}", Token));

        Assert.Empty(await system.NamesAsync("batches/"));
        Assert.Equal(3, (await system.NamesAsync("flagged/farm")).Count);
    }

    [Theory]
    [InlineData("batches/readme.txt")]
    [InlineData("flagged/farm/gate/2026/11/20/073205123-4k7x9m2q/000001-073205123.jpg")]
    [InlineData("")]
    public async Task Handle_NoBatch_IsLeftAlone(string name)
    {
        await using var system = new Installation();

        Assert.Null(await system.Get<BlobArrival>().HandleAsync(name, Token));

        Assert.Empty(await system.QuarantineAsync());
    }
}
