using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Tests.Faults;
using CloudCctv.Uploader.Tests.Running;

namespace CloudCctv.Uploader.Tests.Clips.Sending;

/// <summary>Somebody asks for a clip, of a running uploader.</summary>
public sealed class AskedClipTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly Store store;

    public AskedClipTests() => store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Wish_TheClipArrives_AndTheHeartbeatSaysWhichIsNotHere()
    {
        MovingSquare.Write(folder.File("gate"), quiet: 36, moving: 30, seed: 1);
        await using (var recording = new RunningUploader(Settings(folder.File("gate")), store))
        {
            await recording.UntilAsync(() => recording.Logged("uploader stopped"));
        }

        var name = Assert.Single((await BatchesAsync()).Select(batch => batch.Event).Distinct());
        Assert.DoesNotContain(await BatchesAsync(), batch => batch.IsClip);
        var unknown = new EventName("farm", "gate", name.Start, "zzzzzzzz");
        await store.Objects.PutAsync(new ObjectName(StoreLayout.ClipWishesFor("farm", "pi")), ClipWishes.Write(ClipWishes.None.With(new WantedClip(name, TimeProvider.System.GetUtcNow())).With(new WantedClip(unknown, null))), Token);

        using var camera = new MjpegCamera(folder);
        await using var uploader = new RunningUploader(Settings(camera.Url), store);
        var clip = new BatchName(name, BatchName.ClipPart);
        await uploader.UntilAsync(async () => (await BatchesAsync()).Contains(clip));

        await using (var stored = await store.Objects.OpenReadAsync(new ObjectName(StoreLayout.ObjectFor(clip)), Token))
        {
            ClipZip.AssertHolds(stored!.Content, clip, FakeClip.PathIn(folder.File("data", "clips", "gate"), name));
        }

        await uploader.UntilAsync(async () => await uploader.HeartbeatAsync() is { Clips.Missing: ["zzzzzzzz"] });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StoreThatIsAnInbox_NobodyLooksForWishes(bool isInbox)
    {
        MovingSquare.Write(folder.File("gate"), quiet: 4, moving: 2, seed: 1);
        var counting = new CountingStore(store.Objects);
        await using var uploader = new RunningUploader(Settings(folder.File("gate")), store with { Objects = counting, IsInbox = isInbox });

        await uploader.UntilAsync(() => uploader.Logged("uploader stopped"));

        Assert.Equal(isInbox, counting.Looks == 0);
    }

    private string Settings(string source)
    {
        File.WriteAllText(folder.File("settings.json"), $$"""
            { "site": "farm", "device": "pi", "dataFolder": "{{folder.File("data")}}", "health": { "heartbeatSeconds": 10 }, "upload": { "clipLookSeconds": 10 },
              "cameras": [ { "name": "gate", "source": "{{source}}", "clips": { "enabled": true } } ] }
            """);
        return folder.File("settings.json");
    }

    private async Task<List<BatchName>> BatchesAsync() =>
        [.. (await store.Objects.ListAsync(StoreLayout.BatchPrefix, Token).Select(found => StoreLayout.BatchAt(found.Name.Value)).ToListAsync(Token)).OfType<BatchName>()];
}
