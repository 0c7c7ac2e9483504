using System.Globalization;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using static CloudCctv.Analysis.Tests.Retention.Records.RecordScene;
using static CloudCctv.Analysis.Tests.Retention.RetentionScene;

namespace CloudCctv.Analysis.Tests.Retention.Records;

public sealed class PruneRecordsTests(AzuriteFixture azurite)
{
    // In 2036: Azurite has a clock of its own, and what it takes while this is tested must be old by ours. Some file systems end in 2038.
    private const int LongAgo = 0;
    private const int Lately = 3500;
    private const int Today = 3600;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_OldEvents_OnlyTheirRecordsGo(bool onAzure)
    {
        await using var system = With(await StoreAsync(azurite, onAzure));
        await system.Store.EnsureCreatedAsync(Token);
        var old = await system.ToldAsync(LongAgo);
        await system.DeletedAsync(LongAgo + 1, "door");
        var before = await system.RecordsAsync();
        var young = await system.ToldAsync(Lately);
        await system.DeletedAsync(Lately + 1, "door");
        system.SetDay(Today);
        var pictures = await system.KeptAsync();

        var report = await system.RunAsync();

        Assert.Equal((before.Count, false), (report.Records, report.MoreToDo));
        Assert.Equal([$"results/{young}-0001.zip.json", $"alerts/sent/{young}.json", $"alerts/opened/{young}.json"], (await system.RecordsAsync()).Where(name => name.Contains("/gate/", StringComparison.Ordinal)));
        Assert.Equal(4, (await system.RecordsAsync()).Count(name => name.Contains("/door/", StringComparison.Ordinal)));
        Assert.Equal(pictures, await system.KeptAsync());
        Assert.Contains(old.ToString(), pictures);
        Assert.Empty(await system.FsckAsync());
    }

    [Fact]
    public async Task Run_DryRun_CountsAndTouchesNothing()
    {
        await using var system = With(settings: ("Retention:DryRun", "true"));
        await system.ToldAsync(LongAgo);
        system.SetDay(Today);
        var before = await system.ContentAsync("");

        Assert.Equal(3, (await system.Get<EnforceRetention>().RunAsync(Token)).Records);

        Assert.Equal(before, await system.ContentAsync(""));
    }

    [Fact]
    public async Task MessageComesAgain_ZipIsGone_NothingIsDoneOrTold()
    {
        await using var system = With();
        var old = await system.ToldAsync(LongAgo);
        system.SetDay(Today);
        await system.PruneAsync();
        var before = await system.ContentAsync("");

        var outcome = await system.HandleAsync(BatchMaker.For(id: old.Id, start: old.Start));
        await system.DeliverLateAsync();

        Assert.True(outcome.IsDone);
        Assert.Single(system.Channel.Sent);
        Assert.Equal(before, await system.ContentAsync(""));
    }

    [Fact]
    public async Task DeviceWasInADrawer_ItsZipComesAgain_IsToldAsLateOnceAndRememberedForAsLong()
    {
        await using var system = With();
        var old = await system.ToldAsync(LongAgo);
        system.SetDay(Today);
        await system.PruneAsync();
        var pictures = await system.ContentAsync($"flagged/{old}/");
        var again = BatchMaker.For(id: old.Id, start: old.Start).With(Picture.WithPerson());
        await system.PutAsync(again);

        await system.HandleAsync(again);
        await system.DeliverLateAsync();

        Assert.Equal(pictures, await system.ContentAsync($"flagged/{old}/"));
        Assert.Equal(2, system.Channel.Sent.Count);
        Assert.StartsWith("Late: ", system.Channel.Sent[^1].Alert.Title(), StringComparison.Ordinal);
        // Its name is old, its records are not.
        system.SetDay(Today + 399);
        Assert.Equal(0, (await system.PruneAsync()).Records);
        await system.PutAsync(again);
        await system.HandleAsync(again);
        await system.DeliverLateAsync();
        Assert.Equal(2, system.Channel.Sent.Count);
        Assert.Empty(await system.NamesAsync("batches/"));
        system.SetDay(Today + 402);
        Assert.Equal(2, (await system.PruneAsync()).Records);
    }

    [Theory]
    [InlineData("batches/{0}-0002.zip")]
    [InlineData("claims/{0}-0002.zip.json")]
    [InlineData("quarantine/{0}-0002.zip~0123abcd")]
    [InlineData("quarantine/{0}-9999.zip.reason.json")]
    [InlineData("alerts/pending/{0}.json")]
    [InlineData("alerts/updates/{0}.json")]
    public async Task SomethingWaits_RecordsOfItsEventStayUntilItDoesNot(string name)
    {
        await using var system = With();
        var (waits, other) = (await system.DeletedAsync(LongAgo), await system.DeletedAsync(LongAgo, "door"));
        var waiting = new ObjectName(string.Format(CultureInfo.InvariantCulture, name, waits));
        await system.MakeAsync(waiting.Value);
        system.SetDay(Today);

        Assert.Equal(4, (await system.PruneAsync()).Records);
        Assert.DoesNotContain(await system.RecordsAsync(), one => one.Contains(other.ToString(), StringComparison.Ordinal));
        Assert.Equal(4, (await system.RecordsAsync()).Count);

        await system.Store.Objects.DeleteAsync(waiting, Token);
        system.SetDay(Today + 1);
        Assert.Equal(4, (await system.PruneAsync()).Records);
        Assert.Empty(await system.RecordsAsync());
    }

    [Fact]
    public async Task PartOfAnEventWasDeleted_NoteStaysForAsLongAsTheRest()
    {
        await using var system = With();
        var old = await system.EventAsync(LongAgo, pictures: 2);
        var sightings = await system.Get<SightingCalendar>().SightingsAsync(old, Token);
        await system.Get<SightingStore>().DeleteAsync(sightings[0], Token);
        await system.Get<DeletionLog>().RecordClipAsync(old, Token);
        await system.DeliverLateAsync();
        system.SetDay(Today);

        await system.PruneAsync();

        Assert.Equal([$"deleted/{sightings[0]}.json", $"deleted/{old}/clip.json"], await system.RecordsAsync());
        var disposal = system.Get<Disposal>();
        await disposal.DeleteAsync([await disposal.MeasureAsync(old, Token)], DeletionCause.Age, _ => "old", Token);
        system.SetDay(Today + 401);
        Assert.Equal(3, (await system.PruneAsync()).Records);
        Assert.Empty(await system.RecordsAsync());
    }

    [Fact]
    public async Task NoticesAndDigests_OldOnesGo_ButNotWhatABookOrTheOutboxStillNames()
    {
        await using var system = With();
        string[] old =
        [
            $"_health/farm/pi-4/{Date(3, "yyyyMMdd")}T120000Z-silent-opened",
            $"_digest/0123456789abcdef/{Date(4, "yyyyMMdd")}120000000",
            $"_quarantine/farm/gate/{Date(5)}/120000000-4k7x9m2q-0001.zip~0123abcd",
        ];
        string[] named = [$"_digest/0123456789abcdef/{Date(6, "yyyyMMdd")}120000000", $"_health/farm/pi-4/{Date(7, "yyyyMMdd")}T120000Z-silent-closed"];
        foreach (var key in old.Concat(named))
        {
            await system.MakeAsync($"alerts/sent/{key}.json");
        }

        await system.MakeAsync($"alerts/pending/{named[1]}.json");
        await system.MakeAsync("alerts/digests/0123456789abcdef.json", $$"""{"closed":[{"key":"{{named[0]}}","openedAt":"2026-12-01T00:00:00Z","lastAt":"2026-12-01T00:00:00Z","events":[]}]}""");
        system.SetDay(Lately);
        string[] young = [$"_health/farm/pi-4/{Date(Lately, "yyyyMMdd")}T120000Z-silent-opened", $"_digest/0123456789abcdef/{Date(Lately, "yyyyMMdd")}120000000"];
        foreach (var key in young)
        {
            await system.MakeAsync($"alerts/sent/{key}.json");
        }

        system.SetDay(Today);
        Assert.Equal(old.Length, (await system.PruneAsync()).Records);

        Assert.Equal(named.Concat(young).Select(key => $"alerts/sent/{key}.json").Order(StringComparer.Ordinal), await system.NamesAsync("alerts/sent/"));
    }

    [Fact]
    public async Task Strangers_OfAnyAge_AreLeftAlone()
    {
        await using var system = With();
        string[] strangers = [$"results/farm/gate/{Date(0)}/readme.txt", $"results/farm/gate/{Date(0)}/120000000-4k7x9m2q", "results/readme.txt", "alerts/sent/farm/gate/2026/13/01/x.json", "alerts/sent/_health/farm/pi-4/0.json", $"alerts/sent/_health/farm/pi-4/{Date(0, "yyyyMMdd")}.txt"];
        foreach (var name in strangers)
        {
            await system.MakeAsync(name);
        }

        system.SetDay(Today);
        Assert.Equal(0, (await system.PruneAsync()).Records);

        Assert.Equal(strangers.Order(StringComparer.Ordinal), (await system.RecordsAsync()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("""{"folder":"dropbox:/cctv","cursor":null,"listedAt":"{0}"}""", 0)]
    [InlineData("""{"folder":"dropbox:/cctv","cursor":"c","listedAt":"2026-12-01T00:00:00+00:00"}""", 0)]
    [InlineData("""{"folder":"dropbox:/cctv","cursor":"c","listedAt":"{0}"}""", 3)]
    public async Task Inbox_NotLookedThroughLately_NothingGoes(string? bookmark, int pruned)
    {
        await using var system = With(settings: ("Dropbox:Inbox", "dropbox:/cctv"));
        await system.ToldAsync(LongAgo);
        system.SetDay(Today);
        if (bookmark is not null)
        {
            await system.MakeAsync("inbox/dropbox.json", bookmark.Replace("{0}", system.Clock.GetUtcNow().AddDays(-1).ToString("O"), StringComparison.Ordinal));
        }

        Assert.Equal(pruned, (await system.PruneAsync()).Records);
    }

    [Fact]
    public async Task Disposal_OfAnEvent_TakesTheNoteThatItWasOpened_OnceNoChannelAsks()
    {
        await using var system = With();
        var (fresh, past) = (await system.ToldAsync(1), await system.ToldAsync(0, "door"));
        var disposal = system.Get<Disposal>();

        await disposal.DeleteAsync([await disposal.MeasureAsync(fresh, Token)], DeletionCause.ByHand, _ => "", Token);
        Assert.NotNull(await system.Get<MannerStore>().OpenedAtAsync(fresh, Token));

        system.SetDay(5);
        await disposal.DeleteAsync([await disposal.MeasureAsync(past, Token)], DeletionCause.Age, _ => "", Token);
        Assert.Equal([$"alerts/opened/{fresh}.json"], await system.NamesAsync("alerts/opened/"));
    }
}
