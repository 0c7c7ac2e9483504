using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using static CloudCctv.Analysis.Tests.Retention.RetentionScene;

namespace CloudCctv.Analysis.Tests.Retention;

public sealed class EnforceRetentionTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_KeepDays_OlderEventsGoWithALineEachAndNothingElse(bool onAzure)
    {
        await using var system = With(await StoreAsync(azurite, onAzure), ("Retention:KeepDays", "2"));
        await system.Store.EnsureCreatedAsync(Token);
        List<EventName> events = [];
        for (var day = 0; day < 5; day++)
        {
            events.Add(await system.EventAsync(day));
        }

        system.SetDay(4);
        var report = await system.RunAsync();

        Assert.Equal(events[..2], report.ByAge.Select(one => one.Event));
        Assert.Equal(events[2..].Select(one => one.ToString()), await system.KeptAsync());
        var audit = await system.AuditAsync();
        Assert.Equal(events[..2].Select(one => one.ToString()), audit.Select(line => line.What));
        Assert.All(audit, line => Assert.Equal((DeletionCause.Age, 1, "older than 2 days"), (line.Cause, line.Pictures, line.Reason)));
        Assert.All(audit, line => Assert.InRange(line.Bytes, 500, 1_000_000));
        Assert.Equal(0, (await system.RunAsync()).Events);
    }

    [Fact]
    public async Task Run_NoSettings_KeepsEverything()
    {
        await using var system = With();
        var old = await system.EventAsync(0);
        system.SetDay(5000);

        Assert.Equal(0, (await system.RunAsync()).Events);

        Assert.Equal([old.ToString()], await system.KeptAsync());
    }

    [Fact]
    public async Task Run_CameraWithDaysOfItsOwn_GoesByThem()
    {
        await using var system = With(settings: [("Retention:KeepDays", "1"), ("Cameras:0:Camera", "farm/door"), ("Cameras:0:KeepDays", "30"), ("Cameras:1:Camera", "farm/gate")]);
        await system.EventAsync(0);
        var door = await system.EventAsync(0, "door");
        system.SetDay(10);

        await system.RunAsync();

        Assert.Equal([door.ToString()], await system.KeptAsync());
    }

    [Fact]
    public async Task Run_StarredEvent_StaysUntilTheStarIsGone()
    {
        await using var system = With(settings: [("Retention:KeepDays", "1"), ("Retention:MaxMegabytes", "1")]);
        var old = await system.EventAsync(0);
        await system.Get<Starred>().AddAsync(old, Token);
        system.SetDay(10);

        await system.RunAsync();
        Assert.Equal([old.ToString()], await system.KeptAsync());

        Assert.True(await system.Get<Starred>().RemoveAsync(old, Token));
        Assert.Equal(1, (await system.RunAsync()).Events);
        Assert.Empty(await system.KeptAsync());
    }

    [Fact]
    public async Task Run_ZipOfTheEventWaits_EventIsLeftAloneUntilItIsDone()
    {
        await using var system = With(settings: ("Retention:KeepDays", "1"));
        var old = await system.EventAsync(0);
        var late = BatchMaker.For(part: 2, id: old.Id, start: old.Start).With(Picture.WithPerson());
        await system.PutAsync(late);
        system.SetDay(10);

        var report = await system.RunAsync();

        Assert.Equal((0, 1), (report.Events, report.InWork));
        Assert.Equal([old.ToString()], await system.KeptAsync());
        await system.HandleAsync(late);
        var done = await system.RunAsync();
        Assert.Equal((1, 2), (done.Events, done.Pictures));
    }

    [Fact]
    public async Task Run_MoreThanOneRunMayDelete_GoesOnWhereItEnded()
    {
        await using var system = With(settings: [("Retention:KeepDays", "1"), ("Retention:MaxEventsPerRun", "2")]);
        for (var day = 0; day < 5; day++)
        {
            await system.EventAsync(day);
        }

        system.SetDay(20);
        List<(int, bool)> runs = [];
        for (var run = 0; run < 4; run++)
        {
            var report = await system.RunAsync();
            runs.Add((report.Events, report.MoreToDo));
        }

        Assert.Equal([(2, true), (2, true), (1, false), (0, false)], runs);
    }

    [Fact]
    public async Task Run_DryRun_TellsAndTouchesNothing()
    {
        await using var system = With(settings: [("Retention:KeepDays", "1"), ("Retention:MaxMegabytes", "1"), ("Retention:DryRun", "true")]);
        await system.EventAsync(0);
        system.SetDay(10);
        var before = await system.ContentAsync("");

        var report = await system.Get<EnforceRetention>().RunAsync(Token);

        Assert.Equal((true, 1), (report.DryRun, report.Events));
        Assert.Equal(before, await system.ContentAsync(""));
    }

    [Fact]
    public async Task Run_TooMuch_OldestOfAllCamerasMakeRoomAndNoMoreThanNeeded()
    {
        await using var system = With(settings: [("Retention:MaxMegabytes", "1"), ("Retention:MaxDaysMeasuredPerRun", "1")]);
        List<EventName> events = [];
        for (var day = 0; day < 6; day++)
        {
            events.Add(await system.EventAsync(day, day % 2 == 0 ? "gate" : "door"));
            await system.PadAsync(events[day], 300_000);
        }

        await system.Get<Starred>().AddAsync(events[0], Token);
        system.SetDay(30);

        // A day of a camera is measured in each run: what is not measured yet counts for nothing.
        for (var run = 0; run < 8; run++)
        {
            await system.RunAsync();
        }

        Assert.Equal([.. new[] { events[0], events[4], events[5] }.Select(one => one.ToString()).Order(StringComparer.Ordinal)], (await system.KeptAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(events[1..4].Select(one => one.ToString()).Order(StringComparer.Ordinal), (await system.AuditAsync()).Select(line => line.What));
    }

    [Fact]
    public async Task Run_OnlyStarredIsLeft_SaysHowMuchIsOver()
    {
        await using var system = With(settings: ("Retention:MaxMegabytes", "1"));
        var kept = await system.EventAsync(0);
        await system.PadAsync(kept, 1_500_000);
        await system.Get<Starred>().AddAsync(kept, Token);
        system.SetDay(3);

        var report = await system.RunAsync();

        Assert.Equal(0, report.Events);
        Assert.InRange(report.BytesOver, 500_000, 600_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_KilledAtAnyWrite_NextRunEndsItAndTheAuditKnows(bool afterIt)
    {
        var crashed = true;
        for (var write = 1; crashed; write++)
        {
            await using var system = With(settings: ("Retention:KeepDays", "1"));
            await system.EventAsync(0);
            system.SetDay(10);
            CrashingStore? dying = null;
            await using (var killed = new Installation(system, store => dying = new CrashingStore(store, write, afterIt), new() { ["Retention:KeepDays"] = "1" }))
            {
                var error = await Record.ExceptionAsync(() => killed.RunAsync());
                crashed = dying!.Crashed;
                Assert.Equal(crashed, error is SimulatedCrash);
            }

            var left = await system.KeptAsync();
            await system.RunAsync();

            Assert.Empty(await system.KeptAsync());
            // A line too many after a crash, never one too few.
            Assert.InRange((await system.AuditAsync()).Count, 1, left.Count > 0 ? 2 : 1);
        }
    }
}
