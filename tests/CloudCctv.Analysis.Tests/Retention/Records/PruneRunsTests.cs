using System.Globalization;
using CloudCctv.Analysis.Retention.Records;
using CloudCctv.Analysis.Tests.Support;
using static CloudCctv.Analysis.Tests.Retention.RetentionScene;

namespace CloudCctv.Analysis.Tests.Retention.Records;

/// <summary>Once a day, by whoever comes first, in steps, over any crash, without reading what is young.</summary>
public sealed class PruneRunsTests
{
    private const int Today = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SecondRunOfADay_AsksOneQuestion()
    {
        await using var first = With();
        await first.ToldAsync(0);
        first.SetDay(Today);
        Assert.Equal(3, (await first.PruneAsync()).Records);
        CountedStore? counted = null;
        await using var second = new Installation(first, store => counted = new CountedStore(store));

        Assert.Equal(PruneReport.Nothing, await second.PruneAsync());

        Assert.Equal(((0, 0), 0, 0), (counted!.Listed, counted.FolderListings, counted.Deletions));
        first.SetDay(Today + 1);
        await second.PruneAsync();
        Assert.NotEqual(0, counted.FolderListings);
    }

    [Fact]
    public async Task TwoWorkersAtOnce_OneDoesIt()
    {
        await using var first = With();
        for (var day = 0; day < 5; day++)
        {
            await first.ToldAsync(day);
        }

        first.SetDay(Today);
        await using var second = new Installation(first);

        var reports = await Task.WhenAll(Task.Run(() => first.PruneAsync(), Token), Task.Run(() => second.PruneAsync(), Token));

        Assert.Equal([0, 15], reports.Select(report => report.Records).Order());
        Assert.Empty(await first.RecordsAsync());
        Assert.Empty(await first.FsckAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task KilledAtAnyWrite_NothingIsWrongMeanwhile_AndAnHourLaterAnotherGoesOn(bool afterIt)
    {
        var crashed = true;
        for (var write = 1; crashed; write++)
        {
            await using var system = With();
            await system.ToldAsync(0);
            await system.DeletedAsync(1);
            var young = await system.ToldAsync(Today - 1);
            system.SetDay(Today);
            CrashingStore? dying = null;
            await using (var killed = new Installation(system, store => dying = new CrashingStore(store, write, afterIt)))
            {
                var error = await Record.ExceptionAsync(() => killed.PruneAsync());
                crashed = dying!.Crashed;
                Assert.Equal(crashed, error is SimulatedCrash);
            }

            Assert.Empty(await system.FsckAsync());
            system.Clock.Advance(TimeSpan.FromHours(1));
            await system.PruneAsync();

            Assert.Equal(3, (await system.RecordsAsync()).Count);
            Assert.All(await system.RecordsAsync(), name => Assert.Contains(young.ToString(), name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task MoreThanOneRunMayDelete_NextGoesOnWhereItEnded()
    {
        await using var system = With(settings: ("Retention:MaxRecordsPerRun", "100"));
        for (var i = 0; i < 250; i++)
        {
            await system.MakeAsync(Result("farm/gate", i % 3, i));
        }

        system.SetDay(Today);
        List<PruneReport> runs = [];
        do
        {
            runs.Add(await system.PruneAsync());
        }
        while (runs[^1].MoreToDo);

        // Events go as a whole: the last may be more than there was room for.
        Assert.All(runs, run => Assert.InRange(run.Records, 1, 119));
        Assert.Equal((3, 250), (runs.Count, runs.Sum(run => run.Records)));
        Assert.Empty(await system.RecordsAsync());
        Assert.Equal(PruneReport.Nothing, await system.PruneAsync());
    }

    [Fact]
    public async Task DaysFromWhichNothingMayGo_DoNotKeepTheRestFromGoing()
    {
        await using var system = With(settings: ("Retention:MaxRecordsPerRun", "100"));
        for (var day = 0; day < 150; day++)
        {
            var result = Result("farm/door", day, 1);
            await system.MakeAsync(result);
            await system.MakeAsync($"quarantine/{result["results/".Length..^".json".Length]}");
        }

        await system.MakeAsync(Result("farm/gate", 0, 1));
        system.SetDay(Today);

        Assert.Equal(new PruneReport(0, MoreToDo: true), await system.PruneAsync());
        Assert.Equal(new PruneReport(1, MoreToDo: false), await system.PruneAsync());
        Assert.Equal(150, (await system.RecordsAsync()).Count);
    }

    [Fact]
    public async Task MarkIsDamaged_APassBegins()
    {
        await using var system = With();
        await system.ToldAsync(0);
        system.SetDay(Today);
        await system.MakeAsync("retention/records.json", "torn");

        Assert.Equal(3, (await system.PruneAsync()).Records);
        Assert.Equal(PruneReport.Nothing, await system.PruneAsync());
    }

    [Fact]
    public async Task HundredThousandResults_OnlyWhatIsOldIsListed_ALevelAtATime()
    {
        const int days = 500, perDay = 100, keep = 450, oldDays = days - 1 - keep;
        CountedStore? counted = null;
        string[] cameras = ["farm/door", "farm/gate"];
        var memory = new MemoryStore(TimeProvider.System);
        foreach (var (camera, day) in cameras.SelectMany(_ => Enumerable.Range(0, days), (camera, day) => (camera, day)))
        {
            for (var i = 0; i < perDay; i++)
            {
                memory.Write(Result(camera, day, i), [], FirstNoon.AddDays(day));
            }
        }

        await using var system = new Installation(wrap: _ => counted = new CountedStore(memory), settings: new() { ["Retention:KeepRecordsDays"] = $"{keep}" });
        system.SetDay(days - 1);

        var report = await system.PruneAsync();

        Assert.Equal(new PruneReport(cameras.Length * oldDays * perDay, MoreToDo: false), report);
        Assert.Equal(report.Records, counted!.Deletions);
        // Of what waits five, of each camera's old day one; and not one object that is young.
        Assert.Equal((5 + (cameras.Length * oldDays), report.Records), counted.Listed);
        // Places of notices (2), sites (5) and cameras (1); of each camera the other four kinds, years, months of two years, days of two months.
        Assert.Equal(2 + 5 + 1 + (cameras.Length * (4 + 1 + 2 + 2)), counted.FolderListings);
    }

    // Twenty batches of an event.
    private static string Result(string camera, int day, int number) => string.Create(
        CultureInfo.InvariantCulture, $"results/{camera}/{RecordScene.Date(day)}/{120_000_000 + (number / 20)}-4k7x9m2q-{(number % 20) + 1:D4}.zip.json");
}
