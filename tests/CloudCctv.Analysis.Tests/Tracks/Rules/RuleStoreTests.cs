using System.Text;
using CloudCctv.Analysis.Fsck;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Tracks.Rules;

/// <summary>Rules that people set; the red person of <see cref="Picture"/> stands at 0.37, 0.75.</summary>
public sealed class RuleStoreTests
{
    private const string Elsewhere = "0.6,0 1,0 1,1 0.6,1";
    private const string Right = "0,0.5 0.6,0.5 0.6,1 0,1";

    private static readonly CameraName Gate = new("farm", "gate");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_RulesSetWhileWorkersRun_AllUseThemWithinTwoSecondsAndGoBackAsSoon()
    {
        await using var system = new Installation(settings: new() { ["Cameras:0:Camera"] = "*", ["Cameras:0:LeaveOutStills"] = "false" });
        await using var other = new Installation(system);
        Assert.Empty((await HandledAsync(system, "aaaaaaaa")).Suppressed);
        Assert.Empty((await HandledAsync(other, "bbbbbbbb")).Suppressed);

        Assert.True(await system.Get<RuleStore>().TrySaveAsync(Gate, new CameraRules { Zones = [Elsewhere] }, "anna", over: null, Token));
        system.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(SuppressionReason.Zone, Assert.Single((await HandledAsync(system, "cccccccc")).Suppressed).Reason);
        Assert.Equal(SuppressionReason.Zone, Assert.Single((await HandledAsync(other, "dddddddd")).Suppressed).Reason);

        var stored = await other.Get<RuleStore>().FindAsync(Gate, Token);
        Assert.True(await other.Get<RuleStore>().TryRemoveAsync(Gate, stored!.Version, Token));
        system.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty((await HandledAsync(system, "eeeeeeee")).Suppressed);
        Assert.Empty((await HandledAsync(other, "ffffffff")).Suppressed);
    }

    [Fact]
    public async Task Of_RulesThatWereSet_TakeThePlaceOfTheSettingsAsAWhole()
    {
        await using var system = new Installation(settings: new() { ["Cameras:0:Camera"] = "farm/gate", ["Cameras:0:MinHeight"] = "0.3", ["Cameras:1:Camera"] = "*", ["Cameras:1:KeepDays"] = "7" });
        await system.Get<RuleStore>().TrySaveAsync(Gate, new CameraRules { MinScore = 0.7f }, "anna", over: null, Token);
        var book = system.Get<CameraRuleBook>();

        var (rules, others) = (await book.OfAsync(Gate, Token), await book.OfAsync(new CameraName("farm", "yard"), Token));

        Assert.Equal(("farm/gate", 0.7f, 0.0, null), (rules.Camera, rules.MinScore, rules.MinHeight, rules.KeepDays));
        Assert.Equal(("*", 7), (others.Camera, others.KeepDays));
        Assert.Equal(0.3, book.InSettings(Gate)!.MinHeight);
    }

    [Fact]
    public async Task Save_FromAVersionThatIsNotThereAnyMore_IsRefused()
    {
        await using var system = new Installation();
        var store = system.Get<RuleStore>();
        Assert.True(await store.TrySaveAsync(Gate, new CameraRules(), "anna", over: null, Token));
        Assert.False(await store.TrySaveAsync(Gate, new CameraRules { MinHeight = 0.1 }, "bob", over: null, Token));
        var first = await store.FindAsync(Gate, Token);

        Assert.True(await store.TrySaveAsync(Gate, new CameraRules { MinHeight = 0.2 }, "bob", first!.Version, Token));

        Assert.False(await store.TrySaveAsync(Gate, new CameraRules { MinHeight = 0.3 }, "anna", first.Version, Token));
        Assert.False(await store.TryRemoveAsync(Gate, first.Version, Token));
        var now = (await store.FindAsync(Gate, Token))!.Saved!;
        Assert.Equal((2, "bob", 0.2, system.Clock.GetUtcNow()), (now.Revision, now.SavedBy, now.Rules.MinHeight, now.SavedAt));
    }

    [Fact]
    public async Task Save_RulesWithAFault_IsNeverDone()
    {
        await using var system = new Installation();
        await Assert.ThrowsAsync<ArgumentException>(() => system.Get<RuleStore>().TrySaveAsync(Gate, new CameraRules { Zones = ["0,0 1,1"] }, "anna", over: null, Token));
        Assert.Empty(await system.NamesAsync(RuleStore.Prefix));
    }

    [Fact]
    public async Task Find_OfAProgramThatKnewFewerRules_FillsInTheDefaults()
    {
        await using var system = new Installation();
        await PutAsync(system, """{ "revision": 3, "savedAt": "2026-11-20T07:00:00Z", "savedBy": "anna", "rules": { "camera": "farm/gate", "minHeight": 0.1, "rulesOfTomorrow": [1] } }""");

        var stored = await system.Get<RuleStore>().FindAsync(Gate, Token);

        var rules = stored!.Saved!.Rules;
        Assert.Equal((0.1, 1.0, 0.4, 0.5, true, true), (rules.MinHeight, rules.MaxHeight, rules.MedianScore, rules.LoneScore, rules.LeaveOutStills, rules.SecondModel));
        Assert.Equal((0, 0, 0), (rules.Zones.Count, rules.Masks.Count, rules.Lines.Count));
    }

    [Theory]
    [InlineData("nonsense", "invalid")]
    [InlineData("null", "null")]
    [InlineData("""{ "revision": 1, "savedAt": "2026-11-20T07:00:00Z", "savedBy": "anna", "rules": { "zones": ["0,0 9,9 1,1"] } }""", "Zones '0,0 9,9 1,1' must be")]
    [InlineData("""{ "revision": 1, "savedAt": "2026-11-20T07:00:00Z", "savedBy": "anna", "rules": { "masks": [null] } }""", "Masks '' must be")]
    [InlineData("""{ "revision": 1, "savedAt": "2026-11-20T07:00:00Z", "savedBy": "anna", "rules": { "minHeight": 2 } }""", "MinHeight must be from 0 to 1")]
    [InlineData("""{ "revision": 1, "savedAt": "2026-11-20T07:00:00Z", "savedBy": "anna" }""", "rules")]
    public async Task Of_WhatNobodyCanRead_TheSettingsHold_FsckSaysSo_AndItCanBeReplaced(string content, string why)
    {
        var logs = new LogCapture();
        await using var system = new Installation(settings: new() { ["Cameras:0:Camera"] = "*", ["Cameras:0:MinHeight"] = "0.3" }, logs: logs);
        await PutAsync(system, content);

        Assert.Equal(0.3, (await system.Get<CameraRuleBook>().OfAsync(Gate, Token)).MinHeight);

        var finding = Assert.Single(await system.Get<StoreCheckup>().RunAsync(repair: false, Token).ToListAsync(Token));
        Assert.Equal((FindingKind.RulesUnreadable, "rules/farm/gate.json"), (finding.Kind, finding.Name));
        Assert.Contains(why, finding.Detail, StringComparison.Ordinal);
        var stored = await system.Get<RuleStore>().FindAsync(Gate, Token);
        Assert.True(await system.Get<RuleStore>().TrySaveAsync(Gate, new CameraRules { Masks = [Right] }, "anna", stored!.Version, Token));
        Assert.Equal(1, (await system.Get<RuleStore>().FindAsync(Gate, Token))!.Saved!.Revision);
    }

    private static Task PutAsync(Installation system, string content) => system.Store.Objects.PutAsync(new ObjectName("rules/farm/gate.json"), Encoding.UTF8.GetBytes(content), Token);

    private static async Task<BatchResult> HandledAsync(Installation system, string id)
    {
        var batch = BatchMaker.For(id: id).With(Picture.WithPerson());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        return (await system.Get<ResultStore>().FindAsync(batch.Name, Token))!;
    }
}
