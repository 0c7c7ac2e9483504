using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Retention.Ranges;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Clips;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.HostileBatches;
using static CloudCctv.Analysis.Tests.Retention.RetentionScene;

namespace CloudCctv.Analysis.Tests.Retention;

public sealed class RangeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_EventThatReachesIntoTheRange_OnlyItsPicturesInIt()
    {
        await using var system = With();
        var gate = await system.EventAsync(0, pictures: 5);
        await system.EventAsync(0, "door");
        await system.EventAsync(1);

        var found = await system.Get<SightingRange>().FindAsync(new(FirstNoon.AddSeconds(2), FirstNoon.AddSeconds(4), new CameraName("farm", "gate")), Token).ToListAsync(Token);

        var chosen = Assert.Single(found);
        Assert.Equal((gate, false), (chosen.Event, chosen.IsWhole));
        Assert.Equal([3, 4], chosen.Sightings.Select(one => one.Frame.Number));
    }

    [Fact]
    public void TimeOf_EventOverMidnight_FrameBelongsToTheNextDay()
    {
        var start = new DateTimeOffset(2026, 11, 20, 23, 59, 58, 500, TimeSpan.Zero);
        var name = new SightingName(new("farm", "gate", start, "4k7x9m2q"), new(4, start.AddSeconds(3)));

        Assert.Equal(start.AddSeconds(3), SightingRange.TimeOf(name));
    }

    [Fact]
    public async Task Export_Range_HoldsBytesAsStoredWithHashesThatFit()
    {
        await using var system = With();
        var (inside, outside) = (await system.EventAsync(0, pictures: 2), await system.EventAsync(5));
        using var file = new MemoryStream();

        var manifest = await system.Get<RangeExport>().WriteAsync(new(FirstNoon, FirstNoon.AddDays(1), null), file, Token);

        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        Assert.Equal(2, manifest.Pictures);
        Assert.Equal(6 + 2, zip.Entries.Count);
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.StartsWith(outside.ToString(), StringComparison.Ordinal));
        using var written = JsonDocument.Parse(Read(zip, RangeExport.ManifestName));
        foreach (var told in written.RootElement.GetProperty("files").EnumerateArray())
        {
            var name = told.GetProperty("name").GetString()!;
            var bytes = Read(zip, name);
            Assert.StartsWith(inside.ToString(), name, StringComparison.Ordinal);
            Assert.Equal(await system.BytesAsync($"flagged/{name}"), bytes);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), told.GetProperty("sha256").GetString());
            Assert.Contains($"{told.GetProperty("sha256").GetString()}  {name}\n", System.Text.Encoding.ASCII.GetString(Read(zip, RangeExport.SumsName)), StringComparison.Ordinal);
            Assert.Equal(name.EndsWith("3.jpg", StringComparison.Ordinal) || name.EndsWith("0.jpg", StringComparison.Ordinal), told.TryGetProperty("asCaptured", out var same) && same.GetBoolean());
        }
    }

    [Fact]
    public async Task Export_PictureThatWasTamperedWith_IsToldSo()
    {
        await using var system = With();
        await system.EventAsync(0);
        var picture = (await system.NamesAsync("flagged/farm")).First(name => name.EndsWith("0.jpg", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(Path.Combine(system.FolderPath, "objects", picture), Picture.Empty(), Token);

        var manifest = await system.Get<RangeExport>().WriteAsync(new(FirstNoon, FirstNoon.AddDays(1), null), Stream.Null, Token);

        Assert.False(Assert.Single(manifest.Files, file => file.AsCaptured is not null).AsCaptured);
    }

    [Fact]
    public async Task Erase_Range_WhatIsInItGoesStarredAndQuarantinedTooAndTheRestStays()
    {
        await using var system = With();
        var before = await system.EventAsync(0);
        var across = await system.EventAsync(1, pictures: 4);
        var starred = await system.EventAsync(2);
        await system.Get<Starred>().AddAsync(starred, Token);
        var broken = BatchMaker.For("door", start: FirstNoon.AddDays(2));
        await system.PutAsync(broken, [1, 2, 3]);
        await system.HandleAsync(broken);
        var range = new TimeRange(FirstNoon.AddDays(1).AddSeconds(2), FirstNoon.AddDays(3), null);

        var told = await system.Get<RangeErasure>().FindAsync(range, Token);
        var report = await system.Get<RangeErasure>().EraseAsync(range, Token);

        Assert.Equal(new ErasureReport(Events: 2, Pictures: 3, Quarantined: 1, Waiting: 0, InWork: 0), report);
        Assert.Equal(report, told);
        Assert.Equal([before.ToString(), across.ToString()], await system.KeptAsync());
        Assert.Equal(2, (await system.Get<SightingCalendar>().SightingsAsync(across, Token)).Count);
        Assert.Empty(await system.QuarantineAsync());
        Assert.Empty(await system.NamesAsync("starred/"));
        Assert.All(await system.AuditAsync(), line => Assert.Equal(DeletionCause.Erased, line.Cause));
        Assert.Equal(4, (await system.AuditAsync()).Count);
    }

    [Fact]
    public async Task Erase_ZipOfTheRangeWaits_IsToldAndLeftAlone()
    {
        await using var system = With();
        var done = await system.EventAsync(0);
        await system.PutAsync(BatchMaker.For(part: 2, id: done.Id, start: done.Start).With(Picture.WithPerson()));

        var report = await system.Get<RangeErasure>().EraseAsync(new(FirstNoon, FirstNoon.AddDays(1), null), Token);

        Assert.Equal(new ErasureReport(Events: 0, Pictures: 0, Quarantined: 0, Waiting: 1, InWork: 1), report);
        Assert.False(report.IsComplete);
        Assert.Equal([done.ToString()], await system.KeptAsync());
    }

    [Fact]
    public async Task Erase_PartOfAnEvent_ItsClipGoesWithALineAndNeverComesAgain()
    {
        await using var system = With();
        var (across, before) = (await ClipAsync(system, 0, pictures: 4), await ClipAsync(system, 1));
        await system.Get<ClipWishBook>().AskAsync(across.Name.Event, "pi-4", Token);
        var range = new TimeRange(across.Name.Event.Start.AddSeconds(2), across.Name.Event.Start.AddHours(1), null);

        var report = await system.Get<RangeErasure>().EraseAsync(range, Token);

        Assert.Equal(new ErasureReport(Events: 1, Pictures: 2, Quarantined: 0, Waiting: 0, InWork: 0) { Clips = 1 }, report);
        Assert.Equal(2, (await system.Get<SightingCalendar>().SightingsAsync(across.Name.Event, Token)).Count);
        Assert.Equal([$"flagged/{before.Name.Event}/clip.mp4", $"flagged/{before.Name.Event}/clip.sha256"], (await system.NamesAsync("flagged/")).Where(name => name.Contains("/clip.", StringComparison.Ordinal)));
        Assert.Contains($"deleted/{across.Name.Event}/clip.json", await system.NamesAsync("deleted/"));
        Assert.Empty(await system.NamesAsync("clips-asked/"));
        var line = Assert.Single(await system.AuditAsync(), line => line.What == $"{across.Name.Event}/clip.mp4");
        Assert.Equal((DeletionCause.Erased, RawFilm.Sound().Length), (line.Cause, line.Bytes));

        await system.Get<ResultStore>().DeleteAsync(across.ClipOf(), Token);
        await system.ArriveAsync(across);
        Assert.Equal(ClipFate.Deleted, (await system.ClipResultAsync(across))!.Clip);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(5, false)]
    public async Task Erase_OnlyTheClipReachesIntoTheRange_ClipGoesAndPicturesStay(int seconds, bool goes)
    {
        await using var system = With();
        // One picture at its beginning, four seconds of film.
        var batch = await ClipAsync(system, 0);
        var start = batch.Name.Event.Start;

        var report = await system.Get<RangeErasure>().EraseAsync(new(start.AddSeconds(seconds), start.AddHours(1), null), Token);

        Assert.Equal((goes ? 1 : 0, 0), (report.Clips, report.Pictures));
        Assert.Equal(goes ? 0 : 2, (await system.ClipFilesAsync()).Count);
        Assert.Single(await system.Get<SightingCalendar>().SightingsAsync(batch.Name.Event, Token));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Export_ClipGoesAlongWithTheWholeEventOnly(int from, bool goesAlong)
    {
        await using var system = With();
        var batch = await ClipAsync(system, 0, pictures: 2);
        var start = batch.Name.Event.Start;
        using var file = new MemoryStream();

        var manifest = await system.Get<RangeExport>().WriteAsync(new(start.AddSeconds(from), start.AddHours(1), null), file, Token);

        Assert.Equal(goesAlong ? 2 : 1, manifest.Pictures);
        using var zip = new ZipArchive(file, ZipArchiveMode.Read);
        Assert.Equal(goesAlong, zip.GetEntry($"{batch.Name.Event}/clip.sha256") is not null);
        Assert.Equal(goesAlong ? RawFilm.Sound() : null, zip.GetEntry($"{batch.Name.Event}/clip.mp4") is null ? null : Read(zip, $"{batch.Name.Event}/clip.mp4"));
    }

    private static async Task<BatchMaker> ClipAsync(Installation system, int day, int pictures = 1)
    {
        system.SetDay(day);
        var batch = await system.SeenAsync(start: FirstNoon.AddDays(day), pictures: pictures);
        await system.ArriveAsync(batch);
        return batch;
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        using var entry = zip.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        entry.CopyTo(bytes);
        return bytes.ToArray();
    }
}
