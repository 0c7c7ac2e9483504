using System.Text;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Azure.Storage.Sas;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Tests.Running;

namespace CloudCctv.Uploader.Tests.Settings.Remote;

/// <summary>Settings from afar in a running uploader.</summary>
public sealed class RemoteRunTests(AzuriteFixture azurite) : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task SettingsThatSilenceTheCamera_AreUndone_AndTheHeartbeatSaysSo()
    {
        // One picture in three seconds, and the first after three, so that a camera that is given one second never delivers any.
        using var camera = new MjpegCamera(folder, TimeSpan.FromSeconds(3));
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);
        await using var uploader = new RunningUploader(Settings(camera), store);
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > 0 && uploader.Settings.Remote is null);

        await store.Objects.PutAsync(
            new ObjectName(StoreLayout.SettingsOf("farm", "pi")),
            Encoding.UTF8.GetBytes("""{ "cameras": [ { "name": "gate", "capture": { "stallSeconds": 1, "maxRetrySeconds": 60 } } ] }"""), Token);
        await uploader.UntilAsync(() => uploader.Logged("gate sent no more pictures"));
        var seen = uploader.FramesOf("gate");
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > seen);

        Assert.Equal(30, uploader.Settings.Current.Cameras[0].Capture.StallSeconds);
        await uploader.UntilAsync(async () => await uploader.HeartbeatAsync() is { Settings: { Refused.Length: 12, Remote: null, Trial: null } });
    }

    [Fact]
    public async Task CredentialThatMayOnlyWrite_IsToldOnce_AndHeartbeatsStillArrive()
    {
        var server = await azurite.ServerAsync();
        var container = new BlobContainerClient(server.ConnectionString, AzuriteFixture.UniqueName());
        var queue = new QueueClient(server.ConnectionString, AzuriteFixture.UniqueName());
        await container.CreateAsync(cancellationToken: Token);
        await queue.CreateAsync(cancellationToken: Token);
        var expires = TimeProvider.System.GetUtcNow().AddHours(1);
        var store = StoreFactory.Create(new StoreOptions
        {
            ContainerSasUrl = container.GenerateSasUri(BlobContainerSasPermissions.Create | BlobContainerSasPermissions.Write, expires),
            QueueSasUrl = queue.GenerateSasUri(QueueSasPermissions.Add, expires),
        }, TimeProvider.System);
        using var camera = new MjpegCamera(folder);

        await using var uploader = new RunningUploader(Settings(camera), store);
        await uploader.UntilAsync(() => uploader.Logged("the store does not let this credential read settings/farm/pi.json"));
        await uploader.UntilAsync(async () => await container.GetBlobClient(StoreLayout.HealthOf("farm", "pi")).ExistsAsync(Token));

        Assert.DoesNotContain(uploader.Log, line => line.Contains("sig=", StringComparison.Ordinal));
    }

    private string Settings(MjpegCamera camera)
    {
        File.WriteAllText(folder.File("settings.json"), $$"""
            { "site": "farm", "device": "pi", "dataFolder": "{{folder.File("data")}}", "health": { "heartbeatSeconds": 10 },
              "remote": { "enabled": true, "pollSeconds": 30, "trialSeconds": 16 },
              "cameras": [ { "name": "gate", "source": "{{camera.Url}}", "capture": { "stallSeconds": 30, "maxRetrySeconds": 1 } } ] }
            """);
        return folder.File("settings.json");
    }
}
