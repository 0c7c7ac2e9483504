using System.Security.Cryptography;
using System.Text;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.HostileBatches;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Clips;

public sealed class ClipBatchTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1_000)]
    [InlineData(false, 9_000_000)]
    [InlineData(true, 9_000_000)]
    public async Task Handle_ClipOfASighting_LiesBesideItsPicturesWithItsHash(bool onAzure, int bytes)
    {
        await using var system = new Installation(store: await StoreAsync(onAzure));
        await system.Store.EnsureCreatedAsync(Token);
        var batch = await system.SeenAsync();
        var film = RawFilm.Sound(dataBytes: bytes);
        await system.DeliverAsync();

        await system.ArriveAsync(batch, film);

        Assert.Equal(["clip.mp4", "clip.sha256"], await system.ClipFilesAsync());
        Assert.Equal(film, await system.BytesAsync($"flagged/{batch.Name.Event}/clip.mp4"));
        Assert.Equal($"{Convert.ToHexStringLower(SHA256.HashData(film))}  clip.mp4\n", Encoding.ASCII.GetString(await system.BytesAsync($"flagged/{batch.Name.Event}/clip.sha256")));
        Assert.Equal(ClipFate.Kept, (await system.ClipResultAsync(batch))!.Clip);
        Assert.Empty(await system.NamesAsync("batches/"));
        Assert.Empty(await system.NamesAsync("claims/"));
        Assert.Empty(await system.QuarantineAsync());
        // It tells nobody anything new.
        await system.DeliverAsync();
        Assert.Single(system.Channel.Sent);
        Assert.Single(await system.Get<SightingCalendar>().SightingsAsync(batch.Name.Event, Token));
    }

    [Fact]
    public async Task Handle_PicturesStillToBeLookedAt_ClipWaitsAndNoAttemptCounts()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(batch);
        await system.PutClipAsync(batch, RawFilm.Sound());

        for (var i = 0; i < 10; i++)
        {
            var outcome = await system.HandleClipAsync(batch);
            Assert.Equal((HandleEnding.Postponed, ClipProcessor.Wait), (outcome.Ending, outcome.Delay));
        }

        Assert.Equal(1, (await system.Get<ClaimStore>().TryTakeAsync(batch.ClipOf(), Token))!.Attempt);
        await system.Get<ClaimStore>().DeleteAsync(batch.ClipOf(), Token);
        await system.HandleAsync(batch);
        Assert.True((await system.HandleClipAsync(batch)).IsDone);
        Assert.Equal(["clip.mp4", "clip.sha256"], await system.ClipFilesAsync());
    }

    [Fact]
    public async Task Handle_MorePicturesWaitButSomebodyWasSeen_ClipNeedNotWait()
    {
        await using var system = new Installation();
        var batch = await system.SeenAsync();
        await system.PutAsync(BatchMaker.For(part: 2).With(Picture.Empty()));

        await system.ArriveAsync(batch);

        Assert.Equal(ClipFate.Kept, (await system.ClipResultAsync(batch))!.Clip);
    }

    [Fact]
    public async Task Handle_NobodySeen_ClipIsNotKept()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);

        await system.ArriveAsync(batch);

        Assert.Equal(ClipFate.NoSighting, (await system.ClipResultAsync(batch))!.Clip);
        Assert.Empty(await system.NamesAsync("flagged/"));
        Assert.Empty(await system.NamesAsync("batches/"));
    }

    // As when a batch of the event has been in quarantine.
    [Fact]
    public async Task Handle_SomebodySeenLaterAndTheClipAskedFor_IsKeptNow()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For().With(Picture.Empty());
        await system.PutAsync(batch);
        await system.HandleAsync(batch);
        await system.ArriveAsync(batch);
        var later = BatchMaker.For(part: 2).With(Picture.WithPerson());
        await system.PutAsync(later);
        await system.HandleAsync(later);

        await system.Get<ClipWishBook>().AskAsync(batch.Name.Event, "pi-4", Token);
        await system.ArriveAsync(batch);

        Assert.Equal(ClipFate.Kept, (await system.ClipResultAsync(batch))!.Clip);
        Assert.Equal(["clip.mp4", "clip.sha256"], await system.ClipFilesAsync());
        Assert.Null(await system.Get<ClipWishBook>().FindAsync(batch.Name.Event, Token));
    }

    [Fact]
    public async Task Handle_EventDeletedOrInTheBin_ClipIsNotKept()
    {
        await using var system = new Installation();
        var (trashed, gone) = (await system.SeenAsync("trashed"), await system.SeenAsync("gone"));
        await system.Get<TrashBin>().ThrowAsync(trashed.Name.Event, Token);
        await system.Get<SightingStore>().DeleteEventAsync(gone.Name.Event, Token);

        await system.ArriveAsync(trashed);
        await system.ArriveAsync(gone);

        Assert.Equal(ClipFate.Deleted, (await system.ClipResultAsync(trashed))!.Clip);
        Assert.Equal(ClipFate.Deleted, (await system.ClipResultAsync(gone))!.Clip);
        Assert.Empty(await system.ClipFilesAsync());
    }

    [Fact]
    public async Task Handle_LastPictureDeletedWhileTheClipIsWritten_ClipGoesToo()
    {
        Installation? other = null;
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await using var system = new Installation();
        other = system;
        await system.SeenAsync();
        await system.PutClipAsync(batch, RawFilm.Sound());
        var name = (await system.Get<SightingCalendar>().SightingsAsync(batch.Name.Event, Token))[0];
        await using var slow = new Installation(system, inner => new MeetingBefore(inner, "clip.mp4", () => other.Get<SightingStore>().DeleteAsync(name, Token)));

        Assert.True((await slow.HandleClipAsync(batch)).IsDone);

        Assert.Equal(ClipFate.NoSighting, (await system.ClipResultAsync(batch))!.Clip);
        Assert.Empty(await system.NamesAsync($"flagged/{batch.Name.Event}/"));
    }

    [Fact]
    public async Task Handle_SecondClipOfOtherBytes_FirstStaysAndTheOtherIsInQuarantine()
    {
        await using var system = new Installation();
        var batch = await system.SeenAsync();
        await system.ArriveAsync(batch);
        // As after a retry by hand: no result stands in the way.
        await system.Get<ResultStore>().DeleteAsync(batch.ClipOf(), Token);

        await system.ArriveAsync(batch, RawFilm.Sound(dataBytes: 7));

        Assert.Equal(BatchFault.ClipConflict, Assert.Single(await system.QuarantineAsync()).Reason.Code);
        Assert.Equal(RawFilm.Sound(), await system.BytesAsync($"flagged/{batch.Name.Event}/clip.mp4"));
    }

    [Fact]
    public async Task Handle_SetAsideAndTriedAgain_IsKept()
    {
        await using var strict = new Installation(settings: new() { ["Intake:Limits:MaxZipBytes"] = "1000" });
        var batch = BatchMaker.For().With(Picture.WithPerson());
        await using var system = new Installation(strict);
        await system.SeenAsync();
        await system.PutClipAsync(batch, RawFilm.Sound(dataBytes: 2000));
        await strict.HandleClipAsync(batch);
        Assert.Equal(BatchFault.ZipTooLarge, Assert.Single(await system.QuarantineAsync()).Reason.Code);

        Assert.True(await system.Get<QuarantineRetry>().RetryAsync(batch.ClipOf(), Token));
        Assert.True((await system.HandleClipAsync(batch)).IsDone);

        Assert.Equal(["clip.mp4", "clip.sha256"], await system.ClipFilesAsync());
    }

    [Fact]
    public async Task Handle_SetAside_IsAskedForNoMore()
    {
        await using var system = new Installation();
        var batch = await system.SeenAsync();
        await system.Get<ClipWishBook>().AskAsync(batch.Name.Event, "pi-4", Token);

        await system.ArriveAsync(batch, "no film"u8.ToArray());

        Assert.Single(await system.QuarantineAsync());
        Assert.Empty(ClipWishes.Read(await system.BytesAsync("clips-wanted/farm/pi-4.json")).Events);
        Assert.Empty(await system.NamesAsync("clips-asked/"));
    }

    // Its worker died again and again, between the film and its hash.
    [Fact]
    public async Task GivenUp_HalfSavedAndItsEventDeleted_NoFilmStays()
    {
        await using var system = new Installation();
        var batch = await system.SeenAsync();
        await system.PutClipAsync(batch, RawFilm.Sound());
        await system.Get<SightingStore>().DeleteEventAsync(batch.Name.Event, Token);
        await system.Store.Objects.PutAsync(new($"flagged/{batch.Name.Event}/clip.mp4"), RawFilm.Sound(), Token);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            await system.Get<ClaimStore>().TryTakeAsync(batch.ClipOf(), Token);
            system.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        Assert.True((await system.HandleClipAsync(batch)).IsDone);

        Assert.Equal(BatchFault.TooManyAttempts, Assert.Single(await system.QuarantineAsync()).Reason.Code);
        Assert.Empty(await system.ClipFilesAsync());
    }

    [Fact]
    public async Task Handle_SecondClipTriedAgainWhileItsEventIsInTheBin_FirstIsHadBackWithTheEvent()
    {
        await using var system = new Installation();
        var batch = await system.SeenAsync();
        await system.ArriveAsync(batch);
        await system.Get<ResultStore>().DeleteAsync(batch.ClipOf(), Token);
        await system.ArriveAsync(batch, RawFilm.Sound(dataBytes: 7));
        await system.Get<TrashBin>().ThrowAsync(batch.Name.Event, Token);

        Assert.True(await system.Get<QuarantineRetry>().RetryAsync(batch.ClipOf(), Token));
        Assert.True((await system.HandleClipAsync(batch)).IsDone);
        await system.Get<TrashBin>().RestoreAsync(batch.Name.Event, Token);

        Assert.Equal(ClipFate.Deleted, (await system.ClipResultAsync(batch))!.Clip);
        Assert.Equal(["clip.mp4", "clip.sha256"], await system.ClipFilesAsync());
    }

    [Fact]
    public async Task Retention_EventWithAClip_CountsItsBytesAndNotAsPictureAndTakesItAlong()
    {
        await using var system = new Installation();
        var batch = await system.SeenAsync(pictures: 2);
        var before = await system.Get<Disposal>().MeasureAsync(batch.Name.Event, Token);
        await system.ArriveAsync(batch, RawFilm.Sound(dataBytes: 5000));

        var after = await system.Get<Disposal>().MeasureAsync(batch.Name.Event, Token);
        Assert.Equal(2, after.Pictures);
        Assert.InRange(after.Bytes - before.Bytes, 5000, 5500);

        await system.Get<SightingStore>().DeleteEventAsync(batch.Name.Event, Token);
        Assert.Empty(await system.NamesAsync($"flagged/{batch.Name.Event}"));
    }

    [Fact]
    public async Task Delete_PicturesOneByOne_ClipGoesWithTheLast()
    {
        await using var system = new Installation();
        var batch = await system.SeenAsync(pictures: 2);
        await system.ArriveAsync(batch);
        var names = await system.Get<SightingCalendar>().SightingsAsync(batch.Name.Event, Token);

        await system.Get<SightingStore>().DeleteAsync(names[1], Token);
        Assert.Equal(["clip.mp4", "clip.sha256"], await system.ClipFilesAsync());
        await system.Get<SightingStore>().DeleteAsync(names[0], Token);
        Assert.Empty(await system.ClipFilesAsync());
    }

    private async Task<StoreOptions?> StoreAsync(bool onAzure) => onAzure
        ? new StoreOptions { ConnectionString = (await azurite.ServerAsync()).ConnectionString, Container = AzuriteFixture.UniqueName(), Queue = AzuriteFixture.UniqueName() }
        : null;
}
