using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Alerts.Webhooks;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Fsck;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Retention.Ranges;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Objects;

/// <summary>What becomes of batches that tell of things taken or left. People are red: see <see cref="RedDetector"/>.</summary>
public sealed class ObjectBatchTests
{
    private static readonly Box Place = new(0.05, 0.6, 0.2, 0.8);

    // Where Picture.WithPerson has one.
    private static readonly Box Person = new(0.3, 0.3, 0.45, 0.7);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("removed", "Something was taken at gate (farm)")]
    [InlineData("left", "Something was left at gate (farm)")]
    public async Task OneThing_BothPicturesAreKeptAndOneAlertOfItsOwnKindIsTold(string kind, string title)
    {
        await using var system = new Installation();
        var batch = Batch(new SceneChange(kind, Place, 0.83));
        await system.PutAsync(batch);

        var outcome = await system.HandleAsync(batch);
        await system.DeliverAsync();

        Assert.Equal(Alert.KeyOf(batch.Name.Event), outcome.AlertKey);
        var sent = Assert.Single(system.Channel.Sent);
        Assert.Equal((AlertKind.ObjectChanged, kind, title), (sent.Alert.Kind, sent.Alert.Label, sent.Alert.Title()));
        Assert.StartsWith("1 thing, 83 % different, 2026-11-20", sent.Text, StringComparison.Ordinal);
        Assert.Equal(batch.FrameNamed(1), sent.Alert.BestFrame);
        Assert.False(sent.Preview.IsEmpty);
        var (before, after) = (await SightingAsync(system, batch, 0), await SightingAsync(system, batch, 1));
        Assert.Equal(("before", "after"), (before.Moment, after.Moment));
        Assert.Equal((kind, 0.83, Place), (after.Detections.Single().Label, after.Detections.Single().Score, after.Detections.Single().Box));
        Assert.Equal(after.Detections, before.Detections);
        Assert.Equal("structural similarity, on the device", after.Model.Name);
        Assert.Empty(await system.NamesAsync("batches/"));
        Assert.Empty(await system.NamesAsync("verdicts/"));
    }

    [Fact]
    public async Task OneTakenAndOneLeft_AreOneAlert_AndTheIndexShowsTheLaterPicture()
    {
        await using var system = new Installation();
        var batch = Batch(new SceneChange(SceneChange.Left, Place, 0.7), new SceneChange(SceneChange.Removed, Person, 0.9));
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.DeliverAsync();

        var alert = Assert.Single(system.Channel.Sent).Alert;
        Assert.Equal("Something was taken and something left at gate (farm)", alert.Title());
        Assert.Equal(("removed and left", 2), (alert.Label, alert.People));
        await system.Get<IndexBuilder>().BuildAsync(Token);
        var card = (await system.Get<SightingDays>().CardsAsync([batch.Name.Event], Token))[batch.Name.Event];
        Assert.Equal((2, batch.FrameNamed(1)), (card.Pictures, card.Best.Frame));
        Assert.Equal([("left", 1), ("removed", 1)], card.MostAtOnce.Select(one => (one.Key, one.Value)).Order());
    }

    [Theory]
    [InlineData(true, "left")]
    [InlineData(false, "removed")]
    public async Task SomebodyStandsOrStoodThere_IsNoThing(bool now, string kind)
    {
        await using var system = new Installation();
        var batch = Marked(BatchMaker.For().With(now ? Picture.Empty() : Picture.WithPerson(), now ? Picture.WithPerson() : Picture.Empty()), new SceneChange(kind, Person, 0.8));
        await system.PutAsync(batch);

        Assert.Null((await system.HandleAsync(batch)).AlertKey);

        Assert.Empty(await system.NamesAsync("flagged/"));
        Assert.Empty(await system.NamesAsync("alerts/"));
        var result = (await system.Get<ResultStore>().FindAsync(batch.Name, Token))!;
        Assert.Equal((BatchEnding.Analysed, 2), (result.Ending, result.Suppressed.Count));
        Assert.All(result.Suppressed, one => Assert.Equal((kind, SuppressionReason.Person), (one.Label, one.Reason)));
    }

    [Fact]
    public async Task SomebodyStandsBesideIt_TheThingCounts_AndTheyAreNoSightingHere()
    {
        await using var system = new Installation();
        var batch = Marked(BatchMaker.For().With(Picture.Empty(), Picture.WithPerson()), new SceneChange(SceneChange.Left, Place, 0.8));
        await system.PutAsync(batch);
        await system.HandleAsync(batch);

        Assert.Equal(["left"], (await SightingAsync(system, batch, 1)).Detections.Select(one => one.Label));
    }

    [Theory]
    [InlineData("Zones", SuppressionReason.Zone)]
    [InlineData("Masks", SuppressionReason.Mask)]
    public async Task OutsideOfTheZonesOrUnderAMaskOfTheCamera_IsNothing(string rule, SuppressionReason expected)
    {
        var elsewhere = rule == "Zones" ? "0.5,0.5 1,0.5 1,1 0.5,1" : "0,0.5 0.5,0.5 0.5,1 0,1";
        await using var system = new Installation(settings: new() { ["Cameras:0:Camera"] = "farm/gate", [$"Cameras:0:{rule}:0"] = elsewhere, ["Cameras:0:MinScore"] = "0.99" });
        var batch = Batch(new SceneChange(SceneChange.Left, Place, 0.8));
        await system.PutAsync(batch);
        await system.HandleAsync(batch);

        Assert.Empty(await system.NamesAsync("flagged/"));
        Assert.All((await system.Get<ResultStore>().FindAsync(batch.Name, Token))!.Suppressed, one => Assert.Equal(expected, one.Reason));
    }

    [Fact]
    public async Task HandledTwice_IsTheSameStoreAndOneAlert()
    {
        await using var system = new Installation();
        var batch = Batch(new SceneChange(SceneChange.Removed, Place, 0.8));
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.DeliverAsync();
        var (names, flagged) = (await system.NamesAsync(), await system.ContentAsync("flagged/"));

        // As if the result had been lost: all of it is done again.
        await system.Store.Objects.DeleteAsync(new(names.Single(name => name.StartsWith("results/", StringComparison.Ordinal))), Token);
        await system.PutAsync(batch);
        await system.HandleAsync(batch, 2);
        await system.DeliverAsync();

        Assert.Equal(names, await system.NamesAsync());
        Assert.Equal(flagged, await system.ContentAsync("flagged/"));
        Assert.Single(system.Channel.Sent);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AtAnyWrite_TheNextTryGivesTheSamePicturesAndOneAlert(bool afterTheWrite)
    {
        await using var undisturbed = new Installation();
        var batch = Batch(new SceneChange(SceneChange.Removed, Place, 0.8), new SceneChange(SceneChange.Left, Person, 0.6));
        await undisturbed.PutAsync(batch);
        await undisturbed.HandleAsync(batch);
        await undisturbed.DeliverAsync();
        var (names, flagged) = (await undisturbed.NamesAsync(), await undisturbed.ContentAsync("flagged/"));
        var crashes = 0;
        for (var write = 1; write <= 40; write++)
        {
            await using var survivor = new Installation();
            await survivor.PutAsync(batch);
            crashes += await CrashAsync(survivor, batch, write, afterTheWrite) ? 1 : 0;

            survivor.Clock.Advance(TimeSpan.FromMinutes(6));
            Assert.True((await survivor.HandleAsync(batch, 2)).IsDone);
            await survivor.DeliverAsync();

            Assert.Equal(names, await survivor.NamesAsync());
            Assert.Equal(flagged, await survivor.ContentAsync("flagged/"));
            Assert.Single(survivor.Channel.Sent);
        }

        Assert.InRange(crashes, 8, 39);
    }

    [Fact]
    public async Task OnlyThePictureBeforeSurvivedACrashOfTheDevice_IsFinishedWithoutAnAlert()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        batch.SpoilManifest = manifest => manifest["frames"]![0]!["moment"] = "before";
        await system.PutAsync(batch);

        Assert.True((await system.HandleAsync(batch)).IsDone);

        Assert.Empty(await system.NamesAsync("flagged/"));
        Assert.Empty(await system.QuarantineAsync());
    }

    [Fact]
    public async Task PictureBeforeIsDamaged_TheOneAfterIsKeptAndTold()
    {
        await using var system = new Installation();
        var batch = Batch(new SceneChange(SceneChange.Left, Place, 0.8)).Replace(0, [1, 2, 3]);
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.DeliverAsync();

        Assert.Equal(AlertKind.ObjectChanged, Assert.Single(system.Channel.Sent).Alert.Kind);
        Assert.Single(await system.QuarantineAsync());
        Assert.Equal(3, (await system.NamesAsync("flagged/farm/")).Count);
    }

    [Fact]
    public async Task PosterKnownToTheCamera_IsNotForgottenForTwoPicturesOfThings()
    {
        await using var system = new Installation();
        var batch = Batch(new SceneChange(SceneChange.Left, Place, 0.8));
        await system.PutAsync(batch);
        await system.HandleAsync(batch);

        Assert.Empty(await system.NamesAsync("stills/"));
    }

    [Fact]
    public async Task LowestScoreAndCoolDown_HoldForPeopleAndNotForThings()
    {
        await using var system = new Installation();
        var channel = new RecordingChannel("phone");
        var options = new AlertOptions { Manners = [new MannerOptions { MinScore = 0.85, CoolDown = TimeSpan.FromHours(1) }] };
        var delivery = Deliveries.Of(system, options, channel);
        var person = BatchMaker.For(id: "00000001").With(Picture.WithPerson(height: 240));
        var thing = Batch(new SceneChange(SceneChange.Removed, Place, 0.6));
        foreach (var batch in new[] { person, thing })
        {
            await system.PutAsync(batch);
            await system.HandleAsync(batch);
        }

        await delivery.DeliverDueAsync(Token);

        Assert.Equal(AlertKind.ObjectChanged, Assert.Single(channel.Sent).Alert.Kind);
    }

    [Fact]
    public async Task Webhook_SaysItsKind()
    {
        await using var system = new Installation();
        var batch = Batch(new SceneChange(SceneChange.Removed, Place, 0.8));
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.DeliverAsync();

        var json = JsonSerializer.SerializeToNode(WebhookBody.For(Assert.Single(system.Channel.Sent)), WebhookJson.Default.WebhookBody)!;

        Assert.Equal(("objectChanged", "removed", 1), ((string?)json["kind"], (string?)json["label"], (int)json["people"]!));
        Assert.EndsWith($"{batch.FrameNamed(1)}", (string?)json["picturePath"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feedback_OfThings_IsNoLabelForADetector()
    {
        await using var system = new Installation();
        using var folder = new TempFolder();
        var batch = Batch(new SceneChange(SceneChange.Removed, Place, 0.8));
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.Get<FeedbackStore>().SayAsync(new SightingName(batch.Name.Event, batch.FrameNamed(1)), Opinion.Right, Token);

        Assert.Equal(new FeedbackReport(0, 0, 1), await system.Get<FeedbackExport>().WriteAsync(folder.Path, camera: null, Token));
    }

    [Fact]
    public void TimeOf_ASceneBeforeMidnightOfAnEventAfterIt_IsTheEveningBefore()
    {
        var found = new DateTimeOffset(2026, 11, 21, 0, 0, 9, TimeSpan.Zero);
        var before = new SightingName(new EventName("farm", "gate", found, "4k7x9m2q"), new FrameName(1, found.AddSeconds(-14)));

        Assert.Equal(found.AddSeconds(-14), SightingRange.TimeOf(before));
    }

    [Fact]
    public async Task Fsck_FindsNothingWrongWithIt()
    {
        await using var system = new Installation();
        var batch = Batch(new SceneChange(SceneChange.Removed, Place, 0.8));
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.DeliverAsync();

        await system.Get<IndexBuilder>().BuildAsync(Token);
        Assert.Empty(await system.Get<StoreCheckup>().RunAsync(repair: false, Token).ToListAsync(Token));
    }

    private static BatchMaker Batch(params SceneChange[] changes) => Marked(BatchMaker.For().With(Picture.Empty(), Picture.Empty(shade: 100)), changes);

    private static BatchMaker Marked(BatchMaker batch, params SceneChange[] changes)
    {
        batch.SpoilManifest = manifest =>
        {
            var frames = manifest["frames"]!;
            frames[0]!["moment"] = "before";
            frames[1]!["moment"] = "after";
            frames[1]!["changes"] = JsonSerializer.SerializeToNode(changes, JsonSerializerOptions.Web);
        };
        return batch;
    }

    private static async Task<Sighting> SightingAsync(Installation system, BatchMaker batch, int frame) =>
        (await system.Get<SightingStore>().ReadAsync(new SightingName(batch.Name.Event, batch.FrameNamed(frame)), Token))!;

    private static async Task<bool> CrashAsync(Installation survivor, BatchMaker batch, int write, bool afterTheWrite)
    {
        CrashingStore? store = null;
        await using var victim = new Installation(survivor, inner => store = new CrashingStore(inner, write, afterTheWrite));
        try
        {
            await victim.HandleAsync(batch);
        }
        catch (SimulatedCrash)
        {
            // As intended.
        }

        return store!.Crashed;
    }
}
