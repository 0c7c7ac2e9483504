using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Fsck;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Tests.Clips;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Tests.Fsck;

/// <summary>A store damaged in one way at a time: that is found, named, repaired if that loses nothing, and nothing else changes.</summary>
public sealed class StoreCheckupTests
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(31);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_StoreInOrder_FindsNothing()
    {
        await using var system = new Installation();
        await FinishedAsync(system);
        var waits = BatchMaker.For(camera: "waits").With(Picture.Empty());
        await system.PutAsync(waits);
        await system.Store.Queue.SendAsync(CommitMessage.For(waits.Name), Token);
        system.Clock.Advance(Later);

        Assert.Empty(await RunAsync(system));
    }

    [Fact]
    public async Task ZipForgotten_Repair_SendsItsMessage()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        system.Clock.Advance(Later);

        await AssertRepairedAsync(system, FindingKind.ZipForgotten, $"batches/{batch.Name}");

        var item = await system.Store.Queue.ReceiveAsync(TimeSpan.FromMinutes(1), Token);
        Assert.Equal(CommitMessage.For(batch.Name), item!.Body);
        Assert.Contains($"batches/{batch.Name}", await system.NamesAsync());
    }

    [Fact]
    public async Task ZipFinished_Repair_RemovesTheZip()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await system.PutAsync(batch);
        system.Clock.Advance(Later);

        await AssertRepairedAsync(system, FindingKind.ZipFinished, $"batches/{batch.Name}");

        Assert.Empty(await RunAsync(system));
        Assert.Empty(await system.NamesAsync("batches/"));
        Assert.Equal(3, (await system.NamesAsync($"flagged/{batch.Name.Event}/")).Count);
    }

    [Fact]
    public async Task ZipThere_ResultNamesASightingThatIsNot_RepairAnalysesAgain()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await system.PutAsync(batch);
        await DeleteAsync(system, batch, ".json");
        system.Clock.Advance(Later);

        var findings = await RunAsync(system, repair: true);

        var finding = Assert.Single(findings, one => one.Kind == FindingKind.SightingMissing);
        Assert.True(finding.Repaired);
        Assert.Contains($"batches/{batch.Name}", await system.NamesAsync());
        Assert.True((await system.HandleAsync(batch)).IsDone);
        await EmptyQueueAsync(system);
        system.Clock.Advance(Later);
        Assert.Empty(await RunAsync(system));
    }

    [Fact]
    public async Task ZipThere_ResultUnreadable_RepairAnalysesAgain()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await system.PutAsync(batch);
        await SpoilAsync(system, $"results/{batch.Name}.json");
        system.Clock.Advance(Later);

        await AssertRepairedAsync(system, FindingKind.ResultUnreadable, $"batches/{batch.Name}");

        Assert.Empty(await system.NamesAsync("results/"));
    }

    [Fact]
    public async Task ZipGone_ResultNamesASightingThatIsNot_IsReported()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        foreach (var part in new[] { ".json", ".jpg", ".preview.jpg" })
        {
            await DeleteAsync(system, batch, part);
        }

        await IndexAsync(system, batch);

        system.Clock.Advance(Later);

        await AssertReportedAsync(system, FindingKind.SightingMissing, $"results/{batch.Name}.json");
    }

    [Fact]
    public async Task SightingDeletedByItsOwner_IsNoFinding()
    {
        await using var system = new Installation();
        var one = await FinishedAsync(system);
        var all = await FinishedAsync(system, "door");
        await system.Get<SightingStore>().DeleteAsync(new SightingName(one.Name.Event, one.FrameNamed(1)), Token);
        await system.Get<SightingStore>().DeleteEventAsync(all.Name.Event, Token);
        system.Clock.Advance(Later);

        Assert.Empty(await RunAsync(system));
    }

    [Fact]
    public async Task ResultUnreadable_IsReported()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await SpoilAsync(system, $"results/{batch.Name}.json");

        await AssertReportedAsync(system, FindingKind.ResultUnreadable, $"results/{batch.Name}.json");
    }

    [Fact]
    public async Task AlertOfAnEventGone_IsReported()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await system.Store.Objects.DeleteAsync(new($"alerts/sent/{batch.Name.Event}.json"), Token);

        await AssertReportedAsync(system, FindingKind.AlertMissing, $"results/{batch.Name}.json");
    }

    [Theory]
    [InlineData(".jpg", FindingKind.PictureMissing)]
    [InlineData(".json", FindingKind.SidecarMissing)]
    public async Task PartOfASightingGone_IsReported(string part, FindingKind kind)
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await DeleteAsync(system, batch, part);
        system.Clock.Advance(Later);

        Assert.Contains(await RunAsync(system, repair: true), finding => finding.Kind == kind && !finding.Repaired);
    }

    [Fact]
    public async Task PictureOfOtherBytes_IsReported()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await system.Store.Objects.PutAsync(new($"{StemOf(batch)}.jpg"), Picture.Empty(), Token);
        system.Clock.Advance(Later);

        await AssertReportedAsync(system, FindingKind.PictureDiffers, $"{StemOf(batch)}.json");
    }

    [Fact]
    public async Task SidecarUnreadable_IsReported()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await SpoilAsync(system, $"{StemOf(batch)}.json");
        await IndexAsync(system, batch);
        system.Clock.Advance(Later);

        await AssertReportedAsync(system, FindingKind.SidecarUnreadable, $"{StemOf(batch)}.json");
    }

    [Fact]
    public async Task PreviewGone_Repair_PaintsTheSameAgain()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        var before = await system.BytesAsync($"{StemOf(batch)}.preview.jpg");
        await DeleteAsync(system, batch, ".preview.jpg");
        system.Clock.Advance(Later);

        await AssertRepairedAsync(system, FindingKind.PreviewMissing, $"{StemOf(batch)}.json");

        Assert.Equal(before, await system.BytesAsync($"{StemOf(batch)}.preview.jpg"));
    }

    [Theory]
    [InlineData("clip.sha256", null, FindingKind.ClipUnfinished, "clip.mp4")]
    [InlineData("clip.mp4", null, FindingKind.ClipMissing, "clip.sha256")]
    [InlineData("clip.mp4", "other bytes", FindingKind.ClipDiffers, "clip.mp4")]
    [InlineData("clip.sha256", "{ torn", FindingKind.ClipDiffers, "clip.mp4")]
    public async Task ClipOrItsHashDamaged_IsReported(string file, string? content, FindingKind kind, string named)
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await system.ArriveAsync(batch);
        system.Clock.Advance(Later);
        Assert.Empty(await RunAsync(system));

        var name = new Storage.Objects.ObjectName($"flagged/{batch.Name.Event}/{file}");
        await (content is null ? system.Store.Objects.DeleteAsync(name, Token) : system.Store.Objects.PutAsync(name, System.Text.Encoding.ASCII.GetBytes(content), Token));
        system.Clock.Advance(Later);

        await AssertReportedAsync(system, kind, $"flagged/{batch.Name.Event}/{named}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClipOfWhatSomebodyHasDeleted_IsReported(bool isWhole)
    {
        await using var system = new Installation();
        var (gone, part) = (await FinishedAsync(system), await FinishedAsync(system, "door"));
        await system.Get<SightingStore>().DeleteEventAsync(gone.Name.Event, Token);
        await system.Get<DeletionLog>().RecordClipAsync(part.Name.Event, Token);
        foreach (var batch in new[] { gone, part })
        {
            foreach (var file in isWhole ? ["clip.mp4", "clip.sha256"] : new[] { "clip.mp4" })
            {
                await system.Store.Objects.PutAsync(new($"flagged/{batch.Name.Event}/{file}"), new byte[9], Token);
            }
        }

        system.Clock.Advance(Later);

        Assert.Equal(
            [$"flagged/{part.Name.Event}/clip.mp4", $"flagged/{gone.Name.Event}/clip.mp4"],
            (await RunAsync(system)).Where(one => one is { Kind: FindingKind.ClipUnwanted, Repair: null }).Select(one => one.Name));
    }

    [Theory]
    [InlineData("gone")]
    [InlineData("torn")]
    [InlineData("ghost")]
    [InlineData("stale")]
    public async Task IndexDiffersFromTheSidecars_Repair_WritesTheHourAgain(string damage)
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        var hour = IndexHour.Of(batch.Name.Event).Object;
        var right = await system.BytesAsync(hour.Value);
        var text = System.Text.Encoding.UTF8.GetString(right);
        await (damage switch
        {
            "gone" => system.Store.Objects.DeleteAsync(hour, Token),
            "torn" => SpoilAsync(system, hour.Value),
            "ghost" => system.Store.Objects.PutAsync(hour, System.Text.Encoding.UTF8.GetBytes(text.Replace("4k7x9m2q", "gh0stgh0", StringComparison.Ordinal)), Token),
            _ => system.Store.Objects.PutAsync(hour, System.Text.Encoding.UTF8.GetBytes(text.Replace("\"person\":1", "\"person\":4", StringComparison.Ordinal)), Token),
        });
        system.Clock.Advance(Later);

        await AssertRepairedAsync(system, FindingKind.IndexWrong, hour.Value);

        Assert.Equal(right, await system.BytesAsync(hour.Value));
        Assert.Empty(await RunAsync(system));
    }

    [Fact]
    public async Task DaysFromBeforeTheIndex_Repair_WritesThem()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        var hour = IndexHour.Of(batch.Name.Event).Object;
        var right = await system.BytesAsync(hour.Value);
        await system.Store.Objects.DeleteAsync(hour, Token);
        await system.Store.Objects.DeleteAsync(IndexReach.Object, Token);
        system.Clock.Advance(Later);

        await AssertRepairedAsync(system, FindingKind.IndexShort, IndexReach.Object.Value);

        Assert.Equal(right, await system.BytesAsync(hour.Value));
        Assert.Empty(await RunAsync(system));
    }

    [Fact]
    public async Task AlertUnreadable_IsReported()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system, deliver: false);
        await SpoilAsync(system, $"alerts/pending/{batch.Name.Event}.json");

        await AssertReportedAsync(system, FindingKind.AlertUnreadable, $"alerts/pending/{batch.Name.Event}.json");
    }

    [Fact]
    public async Task AlertThatWasSentStillWaits_Repair_RemovesIt()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system, deliver: false);
        var pending = $"alerts/pending/{batch.Name.Event}.json";
        await system.Store.Objects.PutAsync(new($"alerts/sent/{batch.Name.Event}.json"), await system.BytesAsync(pending), Token);

        await AssertRepairedAsync(system, FindingKind.AlertLeft, pending);

        Assert.Empty(await system.NamesAsync(AlertOutbox.PendingPrefix));
    }

    [Fact]
    public async Task AlertThatNobodyTries_IsReported()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system, deliver: false);
        system.Clock.Advance(TimeSpan.FromHours(26));

        await AssertReportedAsync(system, FindingKind.AlertOverdue, $"alerts/pending/{batch.Name.Event}.json");
    }

    [Fact]
    public async Task ClaimOnABatchThatIsDone_Repair_RemovesIt()
    {
        await using var system = new Installation();
        var batch = await FinishedAsync(system);
        await system.Get<ClaimStore>().TryTakeAsync(batch.Name, Token);
        system.Clock.Advance(Later);

        await AssertRepairedAsync(system, FindingKind.ClaimLeft, $"claims/{batch.Name}.json");

        Assert.Empty(await system.NamesAsync("claims/"));
    }

    [Fact]
    public async Task ClaimUnreadable_Repair_RemovesIt()
    {
        await using var system = new Installation();
        var name = $"claims/{BatchMaker.For().Name}.json";
        await SpoilAsync(system, name);

        await AssertRepairedAsync(system, FindingKind.ClaimUnreadable, name);

        Assert.Empty(await system.NamesAsync("claims/"));
    }

    [Fact]
    public async Task QuarantineWithoutReasonOrEvidence_IsReportedAndKept()
    {
        await using var system = new Installation();
        var (mute, torn, empty) = (BatchMaker.For("mute"), BatchMaker.For("torn"), BatchMaker.For("empty"));
        foreach (var batch in new[] { mute, torn, empty })
        {
            await system.PutAsync(batch, "no zip"u8.ToArray());
            await system.HandleAsync(batch);
        }

        await system.Store.Objects.DeleteAsync(new($"quarantine/{mute.Name}.reason.json"), Token);
        await SpoilAsync(system, $"quarantine/{torn.Name}.reason.json");
        await system.Store.Objects.DeleteAsync(new($"quarantine/{empty.Name}"), Token);
        system.Clock.Advance(Later);
        var before = await system.ContentAsync("");

        var findings = await RunAsync(system, repair: true);

        Assert.Equal(
            [(FindingKind.EvidenceMissing, $"quarantine/{empty.Name}.reason.json"), (FindingKind.ReasonMissing, $"quarantine/{mute.Name}"), (FindingKind.ReasonMissing, $"quarantine/{torn.Name}")],
            findings.Select(finding => (finding.Kind, finding.Name)));
        Assert.Equal(before, await system.ContentAsync(""));
    }

    [Fact]
    public async Task Strangers_AreReportedAndKept()
    {
        await using var system = new Installation();
        await system.Store.Objects.PutAsync(new("batches/notes.txt"), "hello"u8.ToArray(), Token);
        await system.Store.Objects.PutAsync(new("results/notes.txt"), "hello"u8.ToArray(), Token);
        system.Clock.Advance(Later);

        Assert.Equal(["batches/notes.txt", "results/notes.txt"], (await RunAsync(system, repair: true)).Select(finding => finding.Name));
        Assert.Equal(2, (await system.NamesAsync()).Count);
    }

    private static async Task<BatchMaker> FinishedAsync(Installation system, string camera = "gate", bool deliver = true)
    {
        // As a server does at its start.
        await system.Get<IndexBuilder>().BuildAsync(Token);
        var batch = BatchMaker.For(camera).With(Picture.Empty(), Picture.WithPerson());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        if (deliver)
        {
            await system.DeliverAsync();
        }

        return batch;
    }

    /// <summary>Without a repair nothing is written; with it exactly this is reported as repaired.</summary>
    private static async Task AssertRepairedAsync(Installation system, FindingKind kind, string name)
    {
        var before = await system.ContentAsync("");
        var found = Assert.Single(await RunAsync(system));
        Assert.Equal((kind, name, false), (found.Kind, found.Name, found.Repaired));
        Assert.Equal(before, await system.ContentAsync(""));

        var repaired = Assert.Single(await RunAsync(system, repair: true));
        Assert.Equal((kind, name, true), (repaired.Kind, repaired.Name, repaired.Repaired));
    }

    private static async Task AssertReportedAsync(Installation system, FindingKind kind, string name)
    {
        var before = await system.ContentAsync("");
        var found = Assert.Single(await RunAsync(system, repair: true));
        Assert.Equal((kind, name, false), (found.Kind, found.Name, found.Repaired));
        Assert.Equal(before, await system.ContentAsync(""));
    }

    private static async Task<IReadOnlyList<Finding>> RunAsync(Installation system, bool repair = false) =>
        await system.Get<StoreCheckup>().RunAsync(repair, Token).ToListAsync(Token);

    private static string StemOf(BatchMaker batch) => $"flagged/{new SightingName(batch.Name.Event, batch.FrameNamed(1))}";

    private static async Task DeleteAsync(Installation system, BatchMaker batch, string part) =>
        Assert.True(await system.Store.Objects.DeleteAsync(new($"{StemOf(batch)}{part}"), Token));

    private static Task IndexAsync(Installation system, BatchMaker batch) => system.Get<SightingIndex>().RebuildAsync(IndexHour.Of(batch.Name.Event), Token);

    private static Task SpoilAsync(Installation system, string name) => system.Store.Objects.PutAsync(new(name), "{ torn"u8.ToArray(), Token);

    private static async Task EmptyQueueAsync(Installation system)
    {
        foreach (var item in await system.Store.Queue.ReceiveAsync(32, TimeSpan.FromMinutes(1), Token))
        {
            await system.Store.Queue.DeleteAsync(item, Token);
        }
    }
}
