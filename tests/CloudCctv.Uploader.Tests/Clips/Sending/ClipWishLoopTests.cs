using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Dropbox.SignIn;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Clips;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Spool.Room;
using CloudCctv.Uploader.Tests.Capture;
using CloudCctv.Uploader.Tests.Running;
using CloudCctv.Uploader.Upload;
using CloudCctv.Uploader.Upload.Budget;
using CloudCctv.Uploader.Upload.Schedule;

namespace CloudCctv.Uploader.Tests.Clips.Sending;

/// <summary>Wishes in a real folder store, by a clock that the test moves.</summary>
public sealed class ClipWishLoopTests : IDisposable
{
    private static readonly ObjectName Shelf = new(StoreLayout.ClipWishesFor("farm", "pi"));

    private static readonly EventName[] NoWishes = [];

    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new();
    private readonly LineLog log = new();
    private readonly CountingStore store;
    private readonly SpoolFolder spool;
    private readonly DeviceHealth health;
    private SentClips sent;
    private readonly DataBudget budget;
    private readonly UploadSchedule schedule;

    public ClipWishLoopTests()
    {
        store = new CountingStore(StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System).Objects);
        spool = new SpoolFolder(folder.File("spool"));
        health = new DeviceHealth(clock, log);
        sent = new SentClips(folder.File("sent.json"), log);
        budget = new DataBudget(folder.File("data-use.json"), clock, log);
        schedule = new UploadSchedule(budget, clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Clips => folder.File("clips");

    public void Dispose()
    {
        budget.Dispose();
        spool.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task ClipOfAnotherDay_IsFoundByItsId_AndSpooledUnderTheNameThatWasAskedFor()
    {
        // The clock was set right when the event had been recorded.
        var clip = FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa", days: -300)));
        await WishAsync(Event("aaaaaaaa"));

        await LooksAsync(1);

        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());
        await using var zip = spool.OpenRead(Batch("aaaaaaaa"));
        ClipZip.AssertHolds(zip, Batch("aaaaaaaa"), clip);
        Assert.NotNull(health.Clips);
        Assert.Null(health.Clips!.Missing);
        Assert.Equal(ClipReason.Turn, health.Clips.Why!["aaaaaaaa"]);

        spool.Delivered(Batch("aaaaaaaa"));
        await LooksAsync(1);
        Assert.Null(health.Clips.Why);
    }

    [Theory]
    [InlineData(0.2, ClipReason.Turn)]
    [InlineData(0.6, ClipReason.Data)]
    public async Task ClipThatTheMonthHasNoDataFor_IsToldInTheHeartbeat_WithTheDayOfTheNext(double used, string expected)
    {
        var options = new UploadOptions { MonthlyMegabytesPerCamera = 10, MonthStartsOnDay = 2 };
        budget.Use(options);
        schedule.Use(options);
        budget.Sent("gate", (long)(used * 10_000_000));
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await WishAsync(Event("aaaaaaaa"));
        var told = 0;
        health.Changed += () => told++;

        await LooksAsync(3);

        Assert.Equal(expected, health.Clips!.Why!["aaaaaaaa"]);
        Assert.Equal(expected == ClipReason.Data ? new DateOnly(2026, 4, 2) : null, health.Clips.DataFrom);
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task ClipThatNoBrowserPlaysOrFindsNoRoom_IsToldInTheHeartbeat()
    {
        spool.Room = new SpoolRoom(spool, new SpoolOptions { KeepFreeMegabytes = 10 }, () => 10_004_000, log);
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        using (var file = File.OpenWrite(FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("bbbbbbbb")))))
        {
            file.SetLength(ClipOptions.MaxSentBytes + 1);
        }

        File.WriteAllText(FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("cccccccc"))), "no film");
        await WishAsync(Event("aaaaaaaa"), Event("bbbbbbbb"), Event("cccccccc"), Event("dddddddd"));

        await LooksAsync(1);

        Assert.Equal([KeyValuePair.Create("aaaaaaaa", ClipReason.Room), KeyValuePair.Create("bbbbbbbb", ClipReason.TooLong), KeyValuePair.Create("cccccccc", ClipReason.Codec)], health.Clips!.Why!);
        Assert.Equal(["bbbbbbbb", "cccccccc", "dddddddd"], health.Clips.Missing);
    }

    [Fact]
    public async Task WishThatNobodyTakesAway_IsGrantedOnce_AlsoAfterARestart_AndAgainWhenItIsMadeAnew()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await WishAsync(Event("aaaaaaaa"));
        await LooksAsync(1);
        spool.Delivered(Batch("aaaaaaaa"));

        await LooksAsync(3);
        Assert.Empty(spool.Waiting());

        await WishAsync(NoWishes);
        await LooksAsync(1);
        await WishAsync(Event("aaaaaaaa"));
        await LooksAsync(1);
        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());
    }

    [Fact]
    public async Task GivenUpForPictures_IsSpooledAgain()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await WishAsync(Event("aaaaaaaa"));
        await LooksAsync(1);
        spool.Evict(Batch("aaaaaaaa"));

        sent.Forget(Event("aaaaaaaa"));
        await LooksAsync(1);

        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());
    }

    [Fact]
    public async Task GivenUpBeforeWhoeverPutItThereKnowsThatItIsThere_IsSpooledAgain()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await WishAsync(Event("aaaaaaaa"));
        var givenUp = 0;
        spool.Sealed += () =>
        {
            // As for a picture that needs its room, on another thread, as soon as the copy has been let go of.
            if (givenUp == 0 && spool.Claims.TryClaim(Batch("aaaaaaaa")))
            {
                givenUp++;
                Assert.True(sent.Has(Event("aaaaaaaa")));
                spool.Evict(Batch("aaaaaaaa"));
                sent.Forget(Event("aaaaaaaa"));
                spool.Claims.Release(Batch("aaaaaaaa"));
            }
        };

        await LooksAsync(1);
        Assert.Equal((1, 0), (givenUp, spool.Waiting().Count));

        await LooksAsync(1);
        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());
    }

    [Fact]
    public async Task MadeAnewBetweenTwoLooks_IsGrantedAnew()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await WishAsync(new WantedClip(Event("aaaaaaaa"), clock.GetUtcNow()));
        await LooksAsync(1);
        // It came while its event was in the bin, and was not kept.
        spool.Delivered(Batch("aaaaaaaa"));

        await WishAsync(new WantedClip(Event("aaaaaaaa"), clock.GetUtcNow().AddSeconds(5)));
        await LooksAsync(2);
        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());

        // What already waits serves the next wish, too; and one whose time got lost on an older server is no other.
        spool.Delivered(Batch("aaaaaaaa"));
        await WishAsync(Event("aaaaaaaa"));
        await LooksAsync(2);
        Assert.Empty(spool.Waiting());
    }

    [Fact]
    public async Task RefusedByTheStore_IsToldAsMissing_AndTriedAgainWhenTheWishIsMadeAnew()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        var wish = new WantedClip(Event("aaaaaaaa"), clock.GetUtcNow());
        await WishAsync(wish);
        await LooksAsync(3, async () =>
        {
            if (store.Looks == 1)
            {
                spool.Evict(Batch("aaaaaaaa"));
                sent.Refuse(Event("aaaaaaaa"));
            }
            else if (store.Looks == 2)
            {
                Assert.Equal(["aaaaaaaa"], health.Clips!.Missing);
                Assert.Empty(spool.Waiting());
                await WishAsync(wish with { AskedAt = clock.GetUtcNow() });
            }
        });

        Assert.Null(health.Clips!.Missing);
        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());
    }

    [Fact]
    public async Task Cancelled_ItsCopyGoes()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("bbbbbbbb")));
        await WishAsync(Event("aaaaaaaa"), Event("bbbbbbbb"));
        await LooksAsync(1);

        await WishAsync(Event("bbbbbbbb"));
        await LooksAsync(1);
        Assert.Equal([Batch("bbbbbbbb")], spool.Waiting());

        await WishAsync(Event("aaaaaaaa"), Event("bbbbbbbb"));
        await LooksAsync(1);
        Assert.Equal([Batch("aaaaaaaa"), Batch("bbbbbbbb")], spool.Waiting());
    }

    [Fact]
    public async Task CancelledWhileItIsBeingSent_ItsCopyGoesOnlyWhenThatHasFailed()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await WishAsync(Event("aaaaaaaa"));
        await LooksAsync(1);
        Assert.True(spool.Claims.TryClaim(Batch("aaaaaaaa")));

        await WishAsync(NoWishes);
        await LooksAsync(1);
        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());

        spool.Claims.Release(Batch("aaaaaaaa"));
        await LooksAsync(1);
        Assert.Empty(spool.Waiting());
    }

    [Fact]
    public async Task CancelledOfACameraThatSendsAll_ItsCopyLeavesAsTheOthersDo()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        var always = new ClipOptions { Enabled = true, Send = ClipSend.Always };
        await WishAsync(Event("aaaaaaaa"));
        await LooksAsync(1, clips: always);

        await WishAsync(NoWishes);
        await LooksAsync(1, clips: always);

        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());
    }

    [Fact]
    public async Task WhatIsNotHere_IsToldInTheHeartbeat_NewestWishFirst()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "barn"), Event("bbbbbbbb", "barn")));
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gone"), Event("cccccccc", "gone")));
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("dddddddd"), "-asked.mp4"));
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("eeeeeeee")));
        await WishAsync(Event("zzzzzzz1"), Event("bbbbbbbb", "barn"), Event("cccccccc", "gone"), Event("dddddddd"), Event("zzzzzzz2"), Event("eeeeeeee"));

        await LooksAsync(2);

        // Never sent, no longer a camera, recorded on demand; the fifth has no room.
        Assert.Equal(["zzzzzzz1", "bbbbbbbb", "cccccccc", "dddddddd"], health.Clips!.Missing);
        Assert.Equal([KeyValuePair.Create("bbbbbbbb", ClipReason.Off), KeyValuePair.Create("cccccccc", ClipReason.Off), KeyValuePair.Create("eeeeeeee", ClipReason.Turn)], health.Clips.Why!);
        Assert.Equal([Batch("eeeeeeee")], spool.Waiting());
        Assert.Equal(5, log.Lines.Count(line => line.Contains("was asked for, and there is none", StringComparison.Ordinal)));

        await WishAsync(Event("zzzzzzz2"));
        await LooksAsync(1);
        Assert.Equal(["zzzzzzz2"], health.Clips!.Missing);
    }

    [Theory]
    [InlineData(".mkv.part")]
    [InlineData(".mp4.new")]
    public async Task StillBeingRecorded_WaitsAndIsNotMissing(string suffix)
    {
        var part = FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa"), suffix));
        await WishAsync(Event("aaaaaaaa"));
        await LooksAsync(1);
        Assert.Empty(spool.Waiting());
        Assert.Null(health.Clips!.Missing);
        Assert.Equal(ClipReason.Recording, health.Clips.Why!["aaaaaaaa"]);

        File.Move(part, FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await LooksAsync(1);

        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());
    }

    [Fact]
    public async Task Wishes_AreReadOnlyWhenTheyHaveChanged()
    {
        await WishAsync(Event("aaaaaaaa"));
        await LooksAsync(5, () => store.Looks == 2 ? WishAsync(Event("bbbbbbbb")) : Task.CompletedTask);

        Assert.Equal((5, 2), (store.Looks, store.Reads));
        Assert.Equal(["bbbbbbbb"], health.Clips!.Missing);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[\"../../../etc/passwd\",\"farm/../gate/2026/03/02/110000000-aaaaaaaa\",\"farm/gate/2026/03/02/110000000-*\"]")]
    [InlineData("[\"bank/gate/2026/03/02/110000000-aaaaaaaa\"]")]
    public async Task WhatNobodyOfOursWrote_TouchesNothing(string json)
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await store.PutAsync(Shelf, System.Text.Encoding.UTF8.GetBytes(json), Token);

        await LooksAsync(1);

        Assert.Empty(spool.Waiting());
        Assert.Null(health.Clips!.Missing);
    }

    [Fact]
    public async Task TooLongAList_IsNoList()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await store.PutAsync(Shelf, System.Text.Encoding.UTF8.GetBytes($"[\"{Event("aaaaaaaa")}\"]" + new string(' ', ClipWishes.MaxBytes)), Token);

        await LooksAsync(1);

        Assert.Empty(spool.Waiting());
    }

    [Fact]
    public async Task StoreAway_IsLoggedOnce_AndWishesAreGrantedWhenItIsBack()
    {
        FakeClip.Write(FakeClip.PathIn(Path.Combine(Clips, "gate"), Event("aaaaaaaa")));
        await WishAsync(Event("aaaaaaaa"));
        store.Fault = new StoreUnreachableException("no link");
        await LooksAsync(4, () =>
        {
            store.Fault = store.Looks == 3 ? null : store.Fault;
            return Task.CompletedTask;
        });

        Assert.Single(log.Lines, line => line.Contains("could not be looked for (no link); tried again every 60 s", StringComparison.Ordinal));
        Assert.Equal([Batch("aaaaaaaa")], spool.Waiting());
    }

    [Theory]
    [InlineData(true, "does not let this credential read clips-wanted/farm/pi.json")]
    [InlineData(false, "does not lend the right to read clips-wanted/farm/pi.json")]
    public async Task StoreRefusesReads_IsLoggedOnce_AndTheHeartbeatSaysThatNobodyLooks(bool denied, string expected)
    {
        await LooksAsync(1);
        Assert.NotNull(health.Clips);
        store.Fault = denied ? new StoreUnreachableException("no") { AccessDenied = true } : new StoreRejectedException("no");

        await LooksAsync(3);

        Assert.Single(log.Lines, line => line.Contains(expected, StringComparison.Ordinal));
        Assert.Null(health.Clips);
    }

    [Fact]
    public async Task NoCameraSendsClips_NobodyLooks()
    {
        await LooksAsync(2, clips: new ClipOptions { Enabled = true, Send = ClipSend.Never });

        Assert.Equal(0, store.Looks);
        Assert.Null(health.Clips);
    }

    [Fact]
    public async Task StoreThatAServerOnlyFetchesFrom_NobodyLooks_AndTheHeartbeatSaysSo()
    {
        health.Use(new ClipHeartbeat());
        await WishAsync(Event("aaaaaaaa"));

        await LooksAsync(2, shelf: false);

        Assert.Equal(0, store.Looks);
        Assert.Null(health.Clips);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Store_DropboxIsOneThatAServerOnlyFetchesFrom(bool dropbox)
    {
        var options = dropbox ? new StoreOptions { DropboxFolder = "/cctv", DropboxToken = new DropboxToken("app", "none") } : new StoreOptions { Folder = folder.File("store") };

        Assert.Equal(dropbox, StoreFactory.Create(options, clock).IsInbox);
    }

    private static EventName Event(string id, string camera = "gate", int days = 0) => new("farm", camera, new DateTimeOffset(2026, 3, 2, 11, 0, 0, 250, TimeSpan.Zero).AddDays(days), id);

    private static BatchName Batch(string id) => new(Event(id), BatchName.ClipPart);

    /// <summary>As an older server writes it.</summary>
    private Task WishAsync(params EventName[] wishes) => WishAsync([.. wishes.Select(wish => new WantedClip(wish, null))]);

    private Task WishAsync(params WantedClip[] wishes) => store.PutAsync(Shelf, ClipWishes.Write(new ClipWishes(wishes)), Token);

    /// <summary>A loop as after a start of the program, for so many looks.</summary>
    private async Task LooksAsync(int looks, Func<Task>? afterEach = null, ClipOptions? clips = null, bool shelf = true)
    {
        var settings = InForce.Of(new UploaderSettings
        {
            Site = "farm",
            Cameras =
            [
                new CameraSettings { Name = "gate", Source = "rtsp://10.0.0.7/1", Clips = clips ?? new ClipOptions { Enabled = true } },
                new CameraSettings { Name = "barn", Source = "rtsp://10.0.0.8/1", Clips = new ClipOptions { Enabled = true, Send = ClipSend.Never } },
            ],
        });
        sent = new SentClips(folder.File("sent.json"), log);
        var loop = new ClipWishLoop(
            settings, "farm", Clips, shelf ? new ClipWishShelf(store, "farm", "pi") : null, new ClipSender(spool, "pi", log), sent, new SpooledClips(settings, spool, sent, log), new WaitingClips(spool, schedule), health, clock, log);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = loop.RunAsync(stop.Token);
        for (var look = 1; look <= looks; look++)
        {
            await RestsAsync();
            await (afterEach?.Invoke() ?? Task.CompletedTask);
            if (look < looks)
            {
                clock.Advance(TimeSpan.FromSeconds(60));
            }
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    // Between two looks it does nothing but wait.
    private async Task RestsAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(60));
        while (clock.WaitingTimers == 0)
        {
            await Task.Delay(5, deadline.Token);
        }
    }
}
