using System.Text;
using System.Text.RegularExpressions;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.DropboxServer;
using CloudCctv.Storage;

namespace CloudCctv.Analysis.Tests.Inbox;

public sealed class DropboxInboxTests : IAsyncLifetime
{
    private InboxScene scene = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await InboxScene.BeginAsync();

    public async ValueTask DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task Batch_InDropbox_IsAnalysedAndLeavesIt()
    {
        scene.Put(Person());

        Assert.Equal(1, (await scene.TakeAsync()).Taken);
        Assert.Empty(scene.Dropbox.Paths);
        await scene.WorkAsync();

        Assert.Equal((1, 1), (scene.System.Counts.Batches, scene.System.Counts.Sightings));
        Assert.Empty(await scene.System.NamesAsync("batches/"));
    }

    [Fact]
    public async Task Folder_NotMadeYet_IsNoFaultAndIsFoundLater()
    {
        Assert.Equal((0, 0, null), await Round());
        scene.Put(Person());

        Assert.Equal(1, (await scene.TakeAsync()).Taken);
    }

    [Fact]
    public async Task SecondLook_BeginsAtTheCursor()
    {
        scene.Put(Person(part: 1));
        await scene.TakeAsync();
        scene.Put(Person(part: 2));

        Assert.Equal(1, (await scene.TakeAsync()).Taken);

        Assert.Single(scene.Dropbox.Calls, call => call == "files/list_folder 200");
    }

    [Fact]
    public async Task ManyPages_AllAreTaken()
    {
        scene.Dropbox.MostPerPage = 3;
        for (var part = 1; part <= 7; part++)
        {
            scene.Put(Person(part: part));
        }

        Assert.Equal(7, (await scene.TakeAsync()).Taken);
        Assert.Empty(scene.Dropbox.Paths);
    }

    [Fact]
    public async Task CursorReset_BeginsAnewAndMissesNothing()
    {
        scene.Put(Person(part: 1));
        await scene.TakeAsync();
        scene.Put(Person(part: 2));
        scene.Dropbox.ResetCursors();

        Assert.Equal(1, (await scene.TakeAsync()).Taken);
    }

    [Fact]
    public async Task DeleteLost_BeforeAndAfterAnalysis_IsTakenOnce()
    {
        scene.Put(Person());
        scene.Dropbox.Spoil("files/delete_v2", ServiceFault.CutBefore);

        Assert.Equal((0, 1, null), await Round());
        await scene.WorkAsync();
        Assert.Single(scene.Dropbox.Paths);
        Assert.Equal(0, (await scene.TakeAsync()).Taken);
        await scene.WorkAsync();

        Assert.Empty(scene.Dropbox.Paths);
        Assert.Equal((1, 1), (scene.System.Counts.Batches, scene.System.Counts.Sightings));
    }

    [Fact]
    public async Task DownloadDamaged_StaysAndIsTakenNextTime()
    {
        scene.Put(Person());
        scene.Dropbox.Spoil("files/download", ServiceFault.DamageDown);

        Assert.Equal((0, 1, null), await Round());
        Assert.Empty(await scene.System.NamesAsync("batches/"));

        Assert.Equal(1, (await scene.TakeAsync()).Taken);
    }

    [Fact]
    public async Task OneFileThatCannotBeRead_HoldsUpNoOther()
    {
        scene.Put(Person(part: 1));
        scene.Put(Person(part: 2));
        scene.Dropbox.Spoil("files/download", ServiceFault.ServerError);

        Assert.Equal((1, 1, null), await Round());

        Assert.Equal(1, (await scene.TakeAsync()).Taken);
    }

    [Fact]
    public async Task RateLimit_EndsTheLookAndSaysForHowLong()
    {
        scene.Put(Person());
        scene.Dropbox.Spoil("files/download", ServiceFault.TooManyRequests, retryAfter: 9);

        var thrown = await Assert.ThrowsAsync<StoreUnreachableException>(scene.TakeAsync);

        Assert.Equal(TimeSpan.FromSeconds(9), thrown.RetryAfter);
        Assert.Equal(1, (await scene.TakeAsync()).Taken);
    }

    [Fact]
    public async Task HostileZip_GoesToQuarantineAsFromAnywhere()
    {
        scene.Put(Person(), "no zip at all"u8.ToArray());

        await scene.TakeAsync();
        await scene.WorkAsync();

        Assert.Equal(BatchFault.NotAZip, Assert.Single(await scene.System.QuarantineAsync()).Reason.Code);
        Assert.Empty(scene.Dropbox.Paths);
    }

    [Fact]
    public async Task OtherContentUnderAWaitingName_GoesToQuarantineAndBothAreKept()
    {
        var honest = Person();
        await scene.System.PutAsync(honest);
        scene.Put(honest, "other"u8.ToArray());

        await scene.TakeAsync();

        var item = Assert.Single(await scene.System.QuarantineAsync());
        Assert.Equal(BatchFault.NameTaken, item.Reason.Code);
        Assert.Equal("other"u8.ToArray(), await scene.System.BytesAsync(item.Evidence.Value));
        Assert.Single(await scene.System.NamesAsync("batches/"));
        Assert.Empty(scene.Dropbox.Paths);
    }

    [Fact]
    public async Task StrangersAndGiants_AreLeftAlone()
    {
        scene.Dropbox.Write("/cctv/holiday.jpg", [1]);
        scene.Dropbox.Write("/cctv/batches/not-a-batch.zip", [1]);
        scene.Put(Person(), new byte[scene.Options.MaxBytes + 1]);

        Assert.Equal(0, (await scene.TakeAsync()).Taken);

        Assert.Equal(3, scene.Dropbox.Paths.Count);
        Assert.DoesNotContain(await scene.System.NamesAsync(), name => name.StartsWith("batches/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Heartbeat_IsCopiedAtEachChange_AndAnOldOneReplacesNothing()
    {
        scene.Dropbox.Write("/cctv/health/farm/pi.json", [1]);
        await scene.TakeAsync();
        scene.Dropbox.Write("/cctv/health/farm/pi.json", [2]);
        await scene.TakeAsync();
        Assert.Equal([2], await scene.System.BytesAsync("health/farm/pi.json"));

        await scene.System.Store.Objects.PutAsync(new("health/farm/pi.json"), new byte[] { 3 }, Cancel);
        scene.Dropbox.ResetCursors();
        await scene.TakeAsync();

        Assert.Equal([3], await scene.System.BytesAsync("health/farm/pi.json"));
        Assert.Single(scene.Dropbox.Paths);
    }

    [Fact]
    public async Task Heartbeat_IsMarkedAsOneThatCameThisWay_AndSaysAllElseAsItWas()
    {
        scene.Dropbox.Write("/cctv/health/farm/pi.json", """{"version":1,"clips":{},"later":[1.50,"é"]}"""u8.ToArray());

        await scene.TakeAsync();

        Assert.Equal("""{"version":1,"clips":{},"later":[1.50,"é"],"inbox":true}""", Regex.Unescape(Encoding.UTF8.GetString(await scene.System.BytesAsync("health/farm/pi.json"))));
    }

    [Fact]
    public async Task TwoProcesses_LookAtTheSameTime_EachBatchOnce()
    {
        for (var part = 1; part <= 6; part++)
        {
            scene.Put(Person(part: part));
        }

        using var other = scene.NewInbox();
        await Task.WhenAll(scene.TakeAsync(), other.TakeAsync(Cancel));
        await scene.WorkAsync();

        Assert.Empty(scene.Dropbox.Paths);
        Assert.Equal((6, 6), (scene.System.Counts.Batches, scene.System.Counts.Sightings));
    }

    private static BatchMaker Person(int part = 1) => BatchMaker.For(part: part).With(Picture.WithPerson());

    private async Task<(int, int, string?)> Round()
    {
        var round = await scene.TakeAsync();
        return (round.Taken, round.Left, round.Cursor);
    }
}
