using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Retry;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Spool;
using CloudCctv.Uploader.Upload;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Upload;

public sealed class UploadLaneTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly SpoolFolder spool;
    private readonly Store store;

    public UploadLaneTests()
    {
        spool = new SpoolFolder(folder.File("spool"));
        store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Run_WaitingBatches_AreStoredCommittedOldestFirstAndRemoved()
    {
        BatchName[] batches = [SpoolSample.Batch(2, minute: 5), SpoolSample.Batch(3), SpoolSample.Batch(2)];
        Array.ForEach(batches, Fill);

        using var lane = Lane(_ => true);
        await DrainAsync(lane, store);

        Assert.Empty(spool.Waiting());
        Assert.Equal(3, lane.Delivered);
        Assert.Equal([batches[2], batches[1], batches[0]], await CommitsAsync());
        Assert.NotNull(await store.Objects.GetPropertiesAsync(new ObjectName(StoreLayout.ObjectFor(batches[0])), Token));
    }

    [Fact]
    public async Task Run_StoredBeforeButNotCommitted_IsCommittedAndRemoved()
    {
        Fill(SpoolSample.Batch());
        await using (var file = spool.OpenRead(SpoolSample.Batch()))
        {
            await store.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(SpoolSample.Batch())), file, Token);
        }

        using var lane = Lane(_ => true);
        await DrainAsync(lane, store);

        Assert.Empty(spool.Waiting());
        Assert.Equal([SpoolSample.Batch()], await CommitsAsync());
    }

    [Fact]
    public async Task Run_StoreHoldsOtherBytes_SetsThisOneAsideAndGoesOn()
    {
        await store.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(SpoolSample.Batch())), new MemoryStream([1, 2, 3]), Token);
        Fill(SpoolSample.Batch());
        Fill(SpoolSample.Batch(2));

        using var lane = Lane(_ => true);
        await DrainAsync(lane, store);

        Assert.Equal((1, 1), (lane.Delivered, lane.Rejected));
        Assert.Equal([SpoolSample.Batch(2)], await CommitsAsync());
        Assert.Single(Directory.GetFiles(folder.File("spool"), "*.zip.rejected"));
        Assert.Contains("other bytes", File.ReadAllText(Directory.GetFiles(folder.File("spool"), "*.reason.txt").Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_BatchGivenUpBeforeItsTurn_GoesOnWithTheNext()
    {
        Fill(SpoolSample.Batch());
        Fill(SpoolSample.Batch(2));
        File.Delete(Directory.GetFiles(folder.File("spool"), "*-0001.zip").Single());

        using var lane = Lane(_ => true);
        await DrainAsync(lane, store);

        Assert.Equal([SpoolSample.Batch(2)], await CommitsAsync());
    }

    [Fact]
    public async Task Run_LaneOfFirstBatches_LeavesTheRest()
    {
        for (var part = 1; part <= 5; part++)
        {
            Fill(SpoolSample.Batch(part));
        }

        using var lane = Lane(batch => batch.IsUrgent);
        await DrainAsync(lane, store);

        Assert.Equal([SpoolSample.Batch(5)], spool.Waiting());
    }

    [Fact]
    public async Task Run_BatchSealedWhileIdle_IsUploaded()
    {
        using var finishing = new CancellationTokenSource();
        using var lane = Lane(_ => true);
        var running = lane.RunAsync(finishing.Token, Token);

        Fill(SpoolSample.Batch());
        while (lane.Delivered == 0)
        {
            await Task.Delay(10, Token);
        }

        await finishing.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Run_ServiceGoesAndReturns_DeliversAfterwards()
    {
        await using var azurite = await AzuriteServer.StartAsync(Token);
        var azure = StoreFactory.Create(new StoreOptions { ConnectionString = azurite.ConnectionString }, TimeProvider.System);
        await azure.EnsureCreatedAsync(Token);
        await azurite.StopAsync();
        Fill(SpoolSample.Batch());

        using var finishing = new CancellationTokenSource();
        using var lane = new UploadLane(spool, new BatchDelivery(spool, azure.Objects, azure.Queue), _ => true, Quick(), TimeProvider.System, NullLogger.Instance);
        await finishing.CancelAsync();
        var running = lane.RunAsync(finishing.Token, Token);
        await Task.Delay(500, Token);
        Assert.Equal([SpoolSample.Batch()], spool.Waiting());

        await azurite.RestartAsync(Token);
        // What it was told a moment before it went, it may have forgotten.
        await azure.EnsureCreatedAsync(Token);
        await running;

        Assert.Empty(spool.Waiting());
        Assert.Equal(1, await azure.Queue.CountAsync(Token));
    }

    private static BackOff Quick() => new(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), new Random(1));

    private UploadLane Lane(Func<BatchName, bool> belongsHere) =>
        new(spool, new BatchDelivery(spool, store.Objects, store.Queue), belongsHere, Quick(), TimeProvider.System, NullLogger.Instance);

    private static async Task DrainAsync(UploadLane lane, Store store)
    {
        await store.EnsureCreatedAsync(Token);
        await lane.RunAsync(finishing: new CancellationToken(canceled: true), Token);
    }

    private void Fill(BatchName batch) => SpoolSample.Fill(spool, batch);

    private async Task<List<BatchName>> CommitsAsync()
    {
        var commits = new List<BatchName>();
        while (await store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token) is { } item)
        {
            Assert.True(CommitMessage.TryRead(item.Body, out var batch, out _));
            commits.Add(batch);
        }

        return commits;
    }
}
