using System.Text.Json.Nodes;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Tests.Batches;

public sealed class BatchHandlerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_BatchWithPerson_SavesSightingsWritesAlertDeletesZip()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty(), Picture.WithPerson(), Picture.WithPerson(shade: 60));
        await system.PutAsync(batch);

        var outcome = await system.HandleAsync(batch);
        await system.DeliverAsync();

        Assert.True(outcome.IsDone);
        var folder = $"flagged/{batch.Name.Event}/";
        Assert.Equal(
            [
                $"alerts/sent/{batch.Name.Event}.json",
                $"{folder}000002-073206123.jpg", $"{folder}000002-073206123.json", $"{folder}000002-073206123.preview.jpg",
                $"{folder}000003-073207123.jpg", $"{folder}000003-073207123.json", $"{folder}000003-073207123.preview.jpg",
                "flagged/newest.json",
                "index/2026/11/20/07.json",
                $"results/{batch.Name}.json",
                "stills/farm/gate.json",
            ],
            await system.NamesAsync());
        Assert.Equal(Picture.WithPerson(), await system.BytesAsync($"{folder}000002-073206123.jpg"));
        var alert = Assert.Single(system.Channel.Sent);
        Assert.Equal("Person at gate (farm)", alert.Alert.Title());
        Assert.NotEqual(0, alert.Preview.Length);
        Assert.Equal(new Status.AnalysisCounts(1, 3, 2, 2, 0), system.Counts);
    }

    [Fact]
    public async Task Handle_BatchWithPerson_SidecarTellsWhatWasSeenAndWhereItCameFrom()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);

        await system.HandleAsync(batch);

        var sighting = await system.Get<SightingStore>().ReadAsync(new SightingName(batch.Name.Event, batch.FrameNamed(0)), Token);
        Assert.NotNull(sighting);
        Assert.Equal((320, 240), (sighting.Width, sighting.Height));
        Assert.Equal(("red", batch.Name, "pi-4"), (sighting.Model.Name, sighting.Batch, sighting.Device));
        Assert.Equal((0.25, "drive"), (sighting.Motion.Score, Assert.Single(sighting.Motion.Zones)));
        Assert.Equal(64, sighting.ManifestSha256.Length);
        var seen = Assert.Single(sighting.Detections);
        Assert.Equal(0.25, seen.Box.Left, 0.02);
        Assert.Equal(0.75, seen.Box.Bottom, 0.02);
    }

    [Fact]
    public async Task Handle_NobodyThere_LeavesOnlyTheResult()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty(), Picture.Empty());
        await system.PutAsync(batch);

        await system.HandleAsync(batch);

        Assert.Equal([$"results/{batch.Name}.json"], await system.NamesAsync());
        var result = await system.Get<ResultStore>().FindAsync(batch.Name, Token);
        Assert.Equal((BatchEnding.Analysed, 2, 0), (result!.Ending, result.Frames, result.Sightings.Count));
    }

    [Fact]
    public async Task Handle_SameMessageAgain_ChangesNothing()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.DeliverAsync();
        var before = await system.ContentAsync("");

        var outcome = await system.HandleAsync(batch, dequeueCount: 2);
        await system.DeliverAsync();

        Assert.True(outcome.IsDone);
        Assert.Equal(before, await system.ContentAsync(""));
        Assert.Single(system.Channel.Sent);
    }

    [Fact]
    public async Task Handle_FinishedBatchWhoseZipIsStillThere_DeletesTheZip()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.PutAsync(batch);

        await system.HandleAsync(batch);

        Assert.Equal([$"results/{batch.Name}.json"], await system.NamesAsync());
    }

    [Fact]
    public async Task Handle_EventInThreeBatches_OneAlert()
    {
        await using var system = new Installation();
        foreach (var part in new[] { 2, 1, 3 })
        {
            var batch = BatchMaker.For(part: part).With(Picture.WithPerson());
            await system.PutAsync(batch);
            await system.HandleAsync(batch);
            await system.DeliverAsync();
        }

        Assert.Single(system.Channel.Sent);
        Assert.Empty(await system.NamesAsync("alerts/pending/"));
        Assert.Equal(9, (await system.NamesAsync("flagged/farm/")).Count);
    }

    [Fact]
    public async Task Handle_EventOfYesterday_AlertIsLate()
    {
        await using var system = new Installation(settings: new() { ["Alerts:DigestAfter"] = "00:00:00" });
        var batch = BatchMaker.For(start: BatchMaker.EventStart.AddDays(-1)).With(Picture.WithPerson());
        await system.PutAsync(batch);

        await system.HandleAsync(batch);
        await system.DeliverAsync();

        var sent = Assert.Single(system.Channel.Sent);
        Assert.True(sent.Alert.Late);
        Assert.StartsWith("Late: ", sent.Alert.Title(), StringComparison.Ordinal);
        Assert.Contains("2026-11-19 07:32:05", sent.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_UnreadableMessage_IsKeptInQuarantineOnce()
    {
        await using var system = new Installation();

        Assert.True((await system.Handler.HandleAsync("not json \u0001", 1, Token)).IsDone);
        Assert.True((await system.Handler.HandleAsync("not json \u0001", 2, Token)).IsDone);

        var item = Assert.Single(await system.QuarantineAsync());
        Assert.Equal((BatchFault.MessageUnreadable, 1), (item.Reason.Code, item.Reason.DequeueCount));
        Assert.Equal("not json \u0001"u8.ToArray(), await system.BytesAsync(item.Evidence.Value));
    }

    [Fact]
    public async Task Handle_ZipThatNeverCame_IsDone()
    {
        await using var system = new Installation();

        var outcome = await system.HandleAsync(BatchMaker.For());

        Assert.True(outcome.IsDone);
        Assert.Empty(await system.NamesAsync());
    }

    [Fact]
    public async Task Handle_BatchThatAlwaysFails_GoesToQuarantineAfterFiveAttempts()
    {
        await using var system = new Installation(detector: new RedDetector { BeforeFrame = () => throw new InvalidOperationException("The model is broken.") });
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            var outcome = await system.HandleAsync(batch, attempt);
            Assert.False(outcome.IsDone);
            Assert.True(outcome.Delay > TimeSpan.Zero);
        }

        Assert.True((await system.HandleAsync(batch, 6)).IsDone);
        var item = Assert.Single(await system.QuarantineAsync());
        Assert.Equal((BatchFault.TooManyAttempts, 6), (item.Reason.Code, item.Reason.DequeueCount));
        Assert.Contains("The model is broken.", item.Reason.Reason, StringComparison.Ordinal);
        Assert.Equal(batch.ToZip().Length, (await system.BytesAsync(item.Evidence.Value)).Length);
        Assert.Empty(await system.NamesAsync("batches/"));
        Assert.Empty(await system.NamesAsync("claims/"));
    }

    [Fact]
    public async Task Handle_StoreUnreachable_GivesBackAndDoesNotCountAsAttempt()
    {
        UnreachableStore? link = null;
        await using var system = new Installation(wrap: inner => link = new UnreachableStore(inner));
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        link!.CutPrefix = "flagged/";

        for (var i = 0; i < 8; i++)
        {
            Assert.False((await system.HandleAsync(batch, i + 1)).IsDone);
        }

        link.CutPrefix = null;
        Assert.True((await system.HandleAsync(batch, 9)).IsDone);
        Assert.Empty(await system.QuarantineAsync());
        Assert.Equal(3, (await system.NamesAsync("flagged/farm/")).Count);
    }

    [Fact]
    public async Task Handle_WholeStoreUnreachable_GivesBack()
    {
        UnreachableStore? link = null;
        await using var system = new Installation(wrap: inner => link = new UnreachableStore(inner));
        link!.CutPrefix = "";

        Assert.False((await system.HandleAsync(BatchMaker.For())).IsDone);
        Assert.False((await system.Handler.HandleAsync("not json", 1, Token)).IsDone);
    }

    [Fact]
    public async Task HandleOrResend_NotDone_SendsItAnewWithTheDelay()
    {
        UnreachableStore? link = null;
        await using var system = new Installation(wrap: inner => link = new UnreachableStore(inner));
        link!.CutPrefix = "";

        Assert.Null(await system.Handler.HandleOrResendAsync(CommitMessage.For(BatchMaker.For().Name), 4, Token));

        Assert.Null(await system.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token));
        system.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(1, (await system.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token))!.DequeueCount);
    }

    [Fact]
    public async Task HandlePoison_BatchThatNobodyHasBegunWith_IsWorkedOn()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);

        await system.Handler.HandlePoisonAsync(CommitMessage.For(batch.Name), 6, Token);

        Assert.Empty(await system.QuarantineAsync());
        Assert.Equal(3, (await system.NamesAsync("flagged/farm/")).Count);
    }

    [Fact]
    public async Task HandlePoison_BatchStillThere_IsQuarantinedWithItsLastError()
    {
        await using var system = new Installation(detector: new RedDetector { BeforeFrame = () => throw new InvalidOperationException("The model is broken.") });
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);

        await system.Handler.HandlePoisonAsync(CommitMessage.For(batch.Name), 5, Token);

        var item = Assert.Single(await system.QuarantineAsync());
        Assert.Equal(BatchFault.TooManyAttempts, item.Reason.Code);
        Assert.Contains("The model is broken.", item.Reason.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandlePoison_BatchThatWasFinished_IsLeftAlone()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);

        await system.Handler.HandlePoisonAsync(CommitMessage.For(batch.Name), 5, Token);

        Assert.Empty(await system.QuarantineAsync());
    }

    [Fact]
    public async Task Handle_Cancelled_GivesTheClaimBack()
    {
        using var stop = new CancellationTokenSource();
        await using var system = new Installation(detector: new RedDetector { BeforeFrame = stop.Cancel });
        var batch = BatchMaker.For().With(Picture.Empty(), Picture.WithPerson());
        await system.PutAsync(batch);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => system.Handler.HandleAsync(CommitMessage.For(batch.Name), 1, stop.Token));

        await using var next = new Installation(sharing: system);
        Assert.True((await next.HandleAsync(batch)).IsDone);
        Assert.Equal(3, (await next.NamesAsync("flagged/farm/")).Count);
    }

    [Fact]
    public async Task Handle_UnreadableRecordsInTheStore_DoNotStopABatch()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        foreach (var name in new[] { $"claims/{batch.Name}.json", "flagged/newest.json" })
        {
            await system.Store.Objects.PutAsync(new(name), "rubbish"u8.ToArray(), Token);
        }

        Assert.True((await system.HandleAsync(batch)).IsDone);

        Assert.Equal(batch.Name.Event, (await system.Get<NewestSighting>().FindAsync(Token))!.Event);
    }

    [Fact]
    public async Task Handle_Result_IsReadableJson()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);

        await system.HandleAsync(batch);

        var json = JsonNode.Parse(await system.BytesAsync($"results/{batch.Name}.json"))!;
        Assert.Equal("analysed", (string?)json["ending"]);
        Assert.Equal(batch.Name.ToString(), (string?)json["batch"]);
        Assert.Equal($"{batch.Name.Event}/000001-073205123", (string?)json["sightings"]![0]);
    }
}
