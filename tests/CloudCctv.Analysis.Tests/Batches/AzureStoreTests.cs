using CloudCctv.Analysis.Tests.Batches;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace CloudCctv.Analysis.Tests.Batches;

/// <summary>The same over Azure's storage, whose streams cannot seek and whose names are not files.</summary>
public sealed class AzureStoreTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("4194304")]
    [InlineData("0")]
    public async Task Handle_SoundBatchAndBrokenOne_EachEndsWhereItBelongs(string maxMemoryBytes)
    {
        var server = await azurite.ServerAsync();
        var options = new StoreOptions { ConnectionString = server.ConnectionString, Container = AzuriteFixture.UniqueName(), Queue = AzuriteFixture.UniqueName() };
        await using var system = new Installation(store: options, settings: new() { ["Intake:MaxMemoryBytes"] = maxMemoryBytes });
        await system.Store.EnsureCreatedAsync(Token);
        var sound = BatchMaker.For().With(Picture.WithPerson(), [1, 2, 3]);
        var broken = BatchMaker.For(camera: "door");
        await system.PutAsync(sound);
        await system.PutAsync(broken, "not a zip, whatever it says"u8.ToArray());

        Assert.True((await system.HandleAsync(sound)).IsDone);
        Assert.True((await system.HandleAsync(sound)).IsDone);
        Assert.True((await system.HandleAsync(broken)).IsDone);
        await system.DeliverAsync();

        Assert.Equal(
            [
                $"alerts/sent/{sound.Name.Event}.json",
                $"flagged/{sound.Name.Event}/000001-073205123.jpg", $"flagged/{sound.Name.Event}/000001-073205123.json", $"flagged/{sound.Name.Event}/000001-073205123.preview.jpg",
                "flagged/newest.json",
                "index/2026/11/20/07.json",
                $"quarantine/{broken.Name}", $"quarantine/{broken.Name}.reason.json",
                $"quarantine/{sound.Name}", $"quarantine/{sound.Name}.reason.json",
                $"results/{broken.Name}.json", $"results/{sound.Name}.json",
            ],
            await system.NamesAsync());
        Assert.Equal(sound.ToZip().Length, (await system.BytesAsync($"quarantine/{sound.Name}")).Length);
        Assert.Single(system.Channel.Sent);
    }
}
