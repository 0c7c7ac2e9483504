using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Tests.Support.Proxy;

namespace CloudCctv.Storage.Tests.Azure;

/// <summary>Real sockets that break, between us and a real service.</summary>
public sealed class CutLinkTests(AzuriteFixture azurite)
{
    private static readonly ObjectName Name = new("farm/gate/1.zip");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PutNew_TenMegabytesOverALinkThatIsCutFiveTimes_SendsAtMostAFifthMore()
    {
        var content = new byte[10_000_000];
        new Random(1).NextBytes(content);
        var plan = new FaultPlan(seed: 1, probability: 0);
        plan.CutAt(900_000, 3_100_000, 5_300_000, 7_000_000, 9_500_000);
        await using var proxies = await ProxiesAsync(plan);

        await proxies.Store.EnsureCreatedAsync(Cancel);
        await PutUntilThereAsync(proxies.Store.Objects, content);

        Assert.InRange(plan.BytesFromClients, content.Length, 1.2 * content.Length);
        Assert.InRange(proxies.Store.Pace.BytesSent, content.Length, 1.2 * content.Length);
        await using var stored = await proxies.Store.Objects.OpenReadAsync(Name, Cancel);
        using var bytes = new MemoryStream();
        await stored!.Content.CopyToAsync(bytes, Cancel);
        Assert.Equal(content, bytes.ToArray());
    }

    [Theory]
    [InlineData(Fault.Reset)]
    [InlineData(Fault.AnswerLost)]
    [InlineData(Fault.TruncatedRequest)]
    [InlineData(Fault.TruncatedAnswer)]
    [InlineData(Fault.Stall)]
    [InlineData(Fault.Status500)]
    [InlineData(Fault.Status503)]
    [InlineData(Fault.Status429)]
    [InlineData(Fault.Status409)]
    [InlineData(Fault.Status403)]
    [InlineData(Fault.SuccessAsFailure)]
    [InlineData(Fault.FailureAsSuccess)]
    public async Task Anything_EveryRequestMeetsThisFault_IsUnreachableAndNothingIsBelieved(Fault fault)
    {
        var plan = new FaultPlan(seed: 1, probability: 0) { Kinds = [fault], StallFor = TimeSpan.FromMilliseconds(50) };
        await using var proxies = await ProxiesAsync(plan);
        await proxies.Store.EnsureCreatedAsync(Cancel);
        plan.Probability = 1;

        foreach (var bytes in (int[])[10_000, 3_000_000])
        {
            await Assert.ThrowsAsync<StoreUnreachableException>(() => proxies.Store.Objects.PutNewAsync(new ObjectName($"{bytes}"), new MemoryStream(new byte[bytes]), Cancel));
        }

        await Assert.ThrowsAsync<StoreUnreachableException>(() => proxies.Store.Queue.SendAsync("work", Cancel));
        Assert.Equal([fault], plan.Counts.Keys);
    }

    [Fact]
    public async Task Anything_EveryRequestArrivesTwice_IsStoredOnce()
    {
        var plan = new FaultPlan(seed: 1, probability: 1) { Kinds = [Fault.Duplicate] };
        await using var proxies = await ProxiesAsync(plan);
        await proxies.Store.EnsureCreatedAsync(Cancel);
        foreach (var bytes in (int[])[10_000, 3_000_000])
        {
            var outcome = await proxies.Store.Objects.PutNewAsync(new ObjectName($"{bytes}"), new MemoryStream(new byte[bytes]), Cancel);
            Assert.NotEqual(PutOutcome.Conflict, outcome);
        }
    }

    [Fact]
    public async Task Put_WithALimit_ArrivesWhole_AndWhatIsCountedIsWhatArrives()
    {
        var plan = new FaultPlan(seed: 1, probability: 0);
        await using var proxies = await ProxiesAsync(plan);
        await proxies.Store.EnsureCreatedAsync(Cancel);
        proxies.Store.Pace.BytesPerSecond = 400_000;

        Assert.Equal(PutOutcome.Created, await proxies.Store.Objects.PutNewAsync(Name, new MemoryStream(new byte[800_000]), Cancel));

        // Content is counted once, though it is read twice, the first time for its checksum.
        Assert.InRange(proxies.Store.Pace.BytesSent, 800_000, 810_000);
        Assert.InRange(plan.BytesFromClients - proxies.Store.Pace.BytesSent, -200, 200);
    }

    private static async Task PutUntilThereAsync(IObjectStore objects, byte[] content)
    {
        while (true)
        {
            try
            {
                await objects.PutNewAsync(Name, new MemoryStream(content), Cancel);
                return;
            }
            catch (StoreUnreachableException)
            {
                // As the uploader does, without its waits.
            }
        }
    }

    private async Task<ProxiedStore> ProxiesAsync(FaultPlan plan) => new(await azurite.ServerAsync(), plan);

    private sealed class ProxiedStore : IAsyncDisposable
    {
        private readonly FaultProxy blobs;
        private readonly FaultProxy queues;

        public ProxiedStore(AzuriteServer server, FaultPlan plan)
        {
            (blobs, queues) = (new FaultProxy(server.BlobPort, plan), new FaultProxy(server.QueuePort, plan));
            Store = StoreFactory.Create(
                new StoreOptions
                {
                    ConnectionString = AzuriteServer.ConnectionStringThrough(blobs.Port, queues.Port),
                    Container = AzuriteFixture.UniqueName(),
                    Queue = AzuriteFixture.UniqueName(),
                },
                TimeProvider.System);
        }

        public Store Store { get; }

        public async ValueTask DisposeAsync()
        {
            await blobs.DisposeAsync();
            await queues.DisposeAsync();
        }
    }
}
