using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Health.Device;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Capture;
using CloudCctv.Uploader.Tests.Clips.Sending;
using CloudCctv.Uploader.Tests.Spool;
using CloudCctv.Uploader.Upload;
using CloudCctv.Uploader.Upload.Budget;
using CloudCctv.Uploader.Upload.Schedule;

namespace CloudCctv.Uploader.Tests.Upload;

/// <summary>Clips go last, and only where nothing is to be saved. By a clock that the test moves; it starts at noon.</summary>
public sealed class ClipLaneTests : IDisposable
{
    private const int ClipBytes = 300_000;
    private static readonly BatchName Clip = SpoolSample.Batch(BatchName.ClipPart, minute: -60);

    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new();
    private readonly LineLog log = new();
    private readonly SpoolFolder spool;
    private readonly CountingStore objects;
    private readonly Store store;
    private readonly DataBudget budget;
    private readonly SentClips asked;
    private readonly SettingsInForce settings;
    private readonly Uploads uploads;
    private ClipOptions options = new() { Enabled = true, Send = ClipSend.Always };

    public ClipLaneTests()
    {
        spool = new SpoolFolder(folder.File("spool"));
        var real = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, clock);
        objects = new CountingStore(real.Objects);
        store = real with { Objects = objects };
        budget = new DataBudget(folder.File("data-use.json"), clock, log);
        asked = new SentClips(folder.File("clips-sent.json"), log);
        settings = SpooledSample.Settings(() => options);
        uploads = new Uploads(spool, store, budget, new UploadSchedule(budget, clock), new SpooledClips(settings, spool, asked, log), new DeviceHealth(clock, log), clock, log);
        new ClipSender(spool, "pi", log).Put(Clip.Event, FakeClip.Write(folder.File("clip.mp4"), ClipBytes), Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        uploads.Dispose();
        budget.Dispose();
        spool.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PicturesWait_ClipGoesAfterAllOfThem_HoweverOldItIs(bool atTheEnd)
    {
        for (var part = 1; part <= 12; part++)
        {
            SpoolSample.Fill(spool, SpoolSample.Batch(part));
        }

        await uploads.PrepareStoreAsync(Token);
        if (atTheEnd)
        {
            await FinishAsync();
        }
        else
        {
            await RunAsync(() => spool.Waiting().Count == 0);
        }

        Assert.Empty(spool.Waiting());
        Assert.Equal(13, objects.Put.Count);
        Assert.Equal(StoreLayout.ObjectFor(Clip), objects.Put[^1]);
    }

    [Fact]
    public async Task PicturesComeWhileAClipIsBeingSent_ItStandsAside()
    {
        await uploads.PrepareStoreAsync(Token);
        var pictures = store.Pace.Begin(LinkRank.Ordinary);

        // One timer looks at the windows, the other is that of the clip which waits for the end of the pictures.
        await RunAsync(() => clock.WaitingTimers == 2, then: () =>
        {
            Assert.Equal(0, uploads.Delivered);
            pictures.Dispose();
            return () => spool.Waiting().Count == 0;
        });

        Assert.Equal(1, uploads.Delivered);
    }

    [Fact]
    public async Task MeteredLink_ClipWaitsUntilItIsNoMore()
    {
        uploads.Use(new UploadOptions { Metered = true });
        await uploads.PrepareStoreAsync(Token);
        await FinishAsync();
        Assert.Equal([Clip], spool.Waiting());

        uploads.Use(new UploadOptions { Metered = true, Windows = [new UploadWindow { From = "11:00", To = "13:00" }] });
        await FinishAsync();
        Assert.Empty(spool.Waiting());
    }

    [Fact]
    public async Task MeteredLink_ClipThatSomebodyWaitsForGoesAtOnce()
    {
        uploads.Use(new UploadOptions { Metered = true });
        asked.Ask(Clip.Event);
        await uploads.PrepareStoreAsync(Token);

        await FinishAsync();

        Assert.Empty(spool.Waiting());
    }

    [Fact]
    public async Task SettingsSendItNoMore_ItStays()
    {
        options = options with { Send = ClipSend.Never };
        settings.Reload();
        await uploads.PrepareStoreAsync(Token);

        await FinishAsync();

        Assert.Equal([Clip], spool.Waiting());
    }

    [Theory]
    [InlineData(0.3, true)]
    [InlineData(0.6, false)]
    [InlineData(0.9, false)]
    // All is well, and would not be after the clip.
    [InlineData(0.45, false)]
    public async Task DataOfTheMonth_ClipGoesOnlyIfNobodyHasToSaveForIt(double used, bool goes)
    {
        var options = new UploadOptions { MonthlyMegabytesPerCamera = 3, MonthStartsOnDay = clock.GetUtcNow().Day };
        uploads.Use(options);
        budget.Sent("gate", (long)(used * 3_000_000));
        await uploads.PrepareStoreAsync(Token);

        await FinishAsync();

        Assert.Equal(goes, spool.Waiting().Count == 0);
        Assert.Equal(used < 0.5, budget.StageOf("gate") == DataStage.Full);
    }

    [Fact]
    public async Task StoreHoldsOtherBytesUnderItsName_ClipIsDroppedAndTakesNoRoomOfWhatWasRefused()
    {
        var wish = new WantedClip(Clip.Event, SpoolSample.Start);
        asked.Expect(wish);
        asked.Add(wish);
        await uploads.PrepareStoreAsync(Token);
        await store.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(Clip)), new MemoryStream([1, 2, 3]), Token);

        await FinishAsync();

        Assert.Equal((0, 0, 1), (spool.Waiting().Count, spool.Rejected().Count, uploads.Rejected));
        Assert.Contains(log.Lines, line => line.Contains("will not take this clip", StringComparison.Ordinal));
        // Whoever asked for it is told, and may ask again.
        Assert.Equal((false, true), (asked.Has(Clip.Event), asked.IsRefused(wish)));
        Assert.False(asked.IsRefused(wish with { AskedAt = SpoolSample.Start.AddMinutes(1) }));
    }

    [Fact]
    public void ClipWaitsForAWindow_HeartbeatSaysNothingOfABacklog()
    {
        var later = new ManualTimeProvider(SpoolSample.Start.AddHours(1));
        var maker = new HeartbeatMaker("farm", "pi", new DeviceHealth(later, log), new DeviceVitals("/", folder.Path), spool, later);
        Assert.Null(maker.Make().Spool.Oldest);

        SpoolSample.Fill(spool, SpoolSample.Batch(1, minute: -10));

        // An hour older is the clip.
        var heartbeat = maker.Make();
        Assert.Equal(70 * 60, heartbeat.Spool.Oldest);
        Assert.InRange(heartbeat.Spool.Bytes, ClipBytes, ClipBytes + 20_000);
    }

    private Task FinishAsync() => uploads.RunAsync(finishing: new CancellationToken(canceled: true), Token);

    private async Task RunAsync(Func<bool> until, Func<Func<bool>>? then = null)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        var running = uploads.RunAsync(CancellationToken.None, stop.Token);
        await UntilAsync(until, deadline.Token);
        if (then is not null)
        {
            await UntilAsync(then(), deadline.Token);
        }

        await stop.CancelAsync();
        await running;
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken deadline)
    {
        while (!condition())
        {
            await Task.Delay(10, deadline);
        }
    }
}
