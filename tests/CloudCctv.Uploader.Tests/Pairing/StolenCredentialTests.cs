using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using CloudCctv.Analysis.Devices;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Uploader.Tests.Pairing;

/// <summary>What somebody can do who has read a device's credentials out of its memory: held against Azurite, which enforces signatures.</summary>
public sealed class StolenCredentialTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thief_CannotReadListOverwriteOrDelete_NorLeaveTheDevicesPlace()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var device = await site.PairAsync("gate-pi");
        await site.PairAsync("barn-pi");
        var there = new ObjectName(StoreLayout.ObjectFor(PairingSite.Batch()));
        await device.Store.Objects.PutNewAsync(there, new MemoryStream([1, 2, 3]), Token);
        await site.Store.Objects.PutAsync(new ObjectName("flagged/secret.jpg"), new byte[] { 1 }, Token);
        await site.Store.Queue.SendAsync("somebody's", Token);
        var grants = await device.Keeper.CurrentAsync(Token);

        foreach (var (what, attempt) in Attempts(site, grants, there.Value))
        {
            var fault = await Record.ExceptionAsync(attempt);

            Assert.True(fault is RequestFailedException { Status: 401 or 403 }, $"{what}: {fault?.Message ?? "it worked"}");
        }

        await using var kept = await site.Seen.OpenReadAsync(there, Token);
        Assert.Equal(3, kept!.Properties.Bytes);
        Assert.Equal(1, await site.Store.Queue.CountAsync(Token));
    }

    [Fact]
    public async Task Credentials_AfterTheirTime_AreRefusedByTheStore()
    {
        await using var site = await PairingSite.StartAsync(azurite, new DeviceOptions { CredentialLifetime = TimeSpan.FromSeconds(3) });
        var grants = await (await site.PairAsync("gate-pi")).Keeper.CurrentAsync(Token);
        var container = new BlobContainerClient(grants.Arrivals);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));

        RequestFailedException? refused = null;
        while (refused is null)
        {
            try
            {
                await container.UploadBlobAsync($"batches/{Guid.NewGuid():N}", BinaryData.FromString("x"), deadline.Token);
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, deadline.Token);
            }
            catch (RequestFailedException exception)
            {
                refused = exception;
            }
        }

        Assert.Equal(403, refused.Status);
    }

    [Fact]
    public async Task Thief_PutsBatchesOfAnotherSiteOrCamera_NobodyLooksAtThem()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var device = await site.PairAsync("gate-pi", "farm", "gate");
        var container = new BlobContainerClient((await device.Keeper.CurrentAsync(Token)).Arrivals);
        string[] strange = [StoreLayout.ObjectFor(PairingSite.Batch("bank")), StoreLayout.ObjectFor(PairingSite.Batch("farm", "barn")), "flagged/farm/gate/x.jpg", "settings/farm/gate-pi.json"];
        foreach (var name in strange)
        {
            await container.UploadBlobAsync(name, BinaryData.FromString("forged"), Token);
        }

        var own = StoreLayout.ObjectFor(PairingSite.Batch());
        await container.UploadBlobAsync(own, BinaryData.FromString("own"), Token);

        foreach (var name in strange)
        {
            Assert.Null(await site.Seen.GetPropertiesAsync(new ObjectName(name), Token));
        }

        Assert.Equal([own], await site.Seen.ListAsync(StoreLayout.BatchPrefix, Token).Select(found => found.Name.Value).ToListAsync(Token));
    }

    [Fact]
    public async Task BlobUrl_OfABatchThatIsThere_CannotChangeIt()
    {
        await using var site = await PairingSite.StartAsync(azurite);
        var device = await site.PairAsync("gate-pi");
        var name = new ObjectName(StoreLayout.ObjectFor(PairingSite.Batch()));
        await device.Store.Objects.PutNewAsync(name, new MemoryStream([1, 2, 3]), Token);

        var blob = new BlockBlobClient(await device.Calls.BlobAsync(name.Value, Token));

        Assert.Equal(3, (await blob.GetPropertiesAsync(null, Token)).Value.ContentLength);
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => blob.UploadAsync(new MemoryStream([9]), new BlobUploadOptions(), Token))).Status);
        Assert.Equal(403, (await Assert.ThrowsAsync<RequestFailedException>(() => blob.DeleteAsync(cancellationToken: Token))).Status);
    }

    private static (string What, Func<Task> Attempt)[] Attempts(PairingSite site, DeviceGrants grants, string there)
    {
        var own = new BlobContainerClient(grants.Arrivals);
        var blob = own.GetBlockBlobClient(there);
        var other = new BlobContainerClient(Elsewhere(grants.Arrivals, "-in-gate-pi", "-in-barn-pi"));
        var main = new BlobContainerClient(Elsewhere(grants.Arrivals, "-in-gate-pi", ""));
        var beat = new BlockBlobClient(grants.Heartbeat);
        var settings = new BlockBlobClient(grants.Settings);
        var queue = new QueueClient(grants.Queue);
        return
        [
            ("read a batch", () => blob.DownloadContentAsync(Token)),
            ("look a batch up", () => blob.GetPropertiesAsync(null, Token)),
            ("list batches", () => own.GetBlobsAsync(cancellationToken: Token).ToListAsync(Token).AsTask()),
            ("overwrite a batch", () => blob.UploadAsync(Bytes(), new BlobUploadOptions(), Token)),
            ("stage a block over a batch", () => blob.StageBlockAsync(Convert.ToBase64String([1]), Bytes(), new BlockBlobStageBlockOptions(), Token)),
            ("change a batch's metadata", () => blob.SetMetadataAsync(new Dictionary<string, string> { ["sha256"] = "0" }, null, Token)),
            ("delete a batch", () => blob.DeleteAsync(cancellationToken: Token)),
            ("delete the container", () => own.DeleteAsync(null, Token)),
            ("put into another device's container", () => other.UploadBlobAsync(there + ".x", BinaryData.FromString("x"), Token)),
            ("put into the main container", () => main.UploadBlobAsync("batches/x.zip", BinaryData.FromString("x"), Token)),
            ("read a picture", () => main.GetBlobClient("flagged/secret.jpg").DownloadContentAsync(Token)),
            ("read the heartbeat", () => beat.DownloadContentAsync(Token)),
            ("delete the heartbeat", () => beat.DeleteAsync(cancellationToken: Token)),
            ("write another's heartbeat", () => new BlockBlobClient(Elsewhere(grants.Heartbeat, "gate-pi.json", "barn-pi.json")).UploadAsync(Bytes(), new BlobUploadOptions(), Token)),
            ("write its settings", () => settings.UploadAsync(Bytes(), new BlobUploadOptions(), Token)),
            ("read another's settings", () => new BlockBlobClient(Elsewhere(grants.Settings, "gate-pi.json", "barn-pi.json")).DownloadContentAsync(Token)),
            ("write which clips are wanted", () => new BlockBlobClient(grants.ClipWishes).UploadAsync(Bytes(), new BlobUploadOptions(), Token)),
            ("read which clips are wanted of another", () => new BlockBlobClient(Elsewhere(grants.ClipWishes!, "gate-pi.json", "barn-pi.json")).DownloadContentAsync(Token)),
            ("receive messages", () => queue.ReceiveMessagesAsync(1, null, Token)),
            ("peek at messages", () => queue.PeekMessagesAsync(1, Token)),
            ("clear the queue", () => queue.ClearMessagesAsync(Token)),
            ("count messages", () => queue.GetPropertiesAsync(Token)),
            ("list containers", () => new BlobServiceClient(Elsewhere(grants.Arrivals, $"/{site.Options.Container}-in-gate-pi", "")).GetBlobContainersAsync(cancellationToken: Token).ToListAsync(Token).AsTask()),
        ];
    }

    private static MemoryStream Bytes() => new([9, 9, 9]);

    private static Uri Elsewhere(Uri url, string from, string to) => new(url.AbsoluteUri.Replace(from, to, StringComparison.Ordinal));
}
