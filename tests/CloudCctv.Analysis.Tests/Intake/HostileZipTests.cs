using System.Buffers.Binary;
using System.IO.Compression;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Intake;

/// <summary>What a broken or taken-over device may send. Each goes to quarantine with its code, and the next batch is worked on.</summary>
public sealed class HostileZipTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The hazard, how to make it, the code that it must get, and what the sentence must name.</summary>
    private static readonly Dictionary<string, (Func<byte[]> Zip, BatchFault Code, string Names)> Hazards = new()
    {
        ["empty"] = (() => [], BatchFault.NotAZip, "0 bytes"),
        ["text"] = (() => "This is a text that is long enough."u8.ToArray(), BatchFault.NotAZip, "Not a zip"),
        ["truncated"] = (() => Good().ToZip()[..^100], BatchFault.NotAZip, "cut off"),
        ["bytes before it"] = (() => [.. new byte[10], .. Good().ToZip()], BatchFault.NotAZip, "directory"),
        ["bytes after it"] = (() => [.. Good().ToZip(), .. new byte[10]], BatchFault.NotAZip, "Not a zip"),
        ["directory of rubbish"] = (() => Patch(Good().ToZip(), zip => zip.AsSpan(DirectoryAt(zip), 4).Fill(0xEE)), BatchFault.NotAZip, "damaged"),
        ["claims 2000 entries"] = (() => Patch(Good().ToZip(), zip => BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 12), 2000)), BatchFault.TooManyEntries, "2000"),
        ["too many entries"] = (() => Many(1100), BatchFault.TooManyEntries, "1101"),
        ["larger than allowed"] = (() => Good().With(Noise(2_100_000)).ToZip(), BatchFault.ZipTooLarge, "2000000"),
        ["traversal"] = (() => Good().WithExtra("../../etc/passwd", [1]).ToZip(), BatchFault.EntryName, "../../etc/passwd"),
        ["absolute name"] = (() => Good().WithExtra("/etc/passwd", [1]).ToZip(), BatchFault.EntryName, "/etc/passwd"),
        ["folder"] = (() => Good().WithExtra("folder/", []).ToZip(), BatchFault.EntryName, "folder/"),
        ["control characters"] = (() => Good().WithExtra("a\nb\u001b[31m.jpg", [1]).ToZip(), BatchFault.EntryName, "a?b?[31m.jpg"),
        ["zip within"] = (() => Good().WithExtra("inner.zip", Good().ToZip()).ToZip(), BatchFault.EntryName, "inner.zip"),
        ["same name twice"] = (() => Good().WithExtra("000001-073205123.jpg", Picture.Empty()).ToZip(), BatchFault.DuplicateEntry, "000001-073205123.jpg"),
        ["encrypted"] = (() => Patch(Good().ToZip(), zip => zip[DirectoryAt(zip) + 8] |= 1), BatchFault.EntryEncrypted, "encrypted"),
        ["bomb"] = (() => Good().WithExtra("000009-073209123.jpg", new byte[20 << 20]).ToZip(), BatchFault.EntryTooLarge, "20971520"),
        ["bomb by ratio"] = (() => Good().WithExtra("000009-073209123.jpg", new byte[3 << 20]).ToZip(), BatchFault.UnpackedTooLarge, "000009-073209123.jpg"),
        ["bomb of many"] = (() => Enumerable.Range(10, 90).Aggregate(Good(), (batch, i) => batch.WithExtra($"0000{i}-073205123.jpg", new byte[1 << 20])).ToZip(), BatchFault.UnpackedTooLarge, "unpack to 94"),
        ["no manifest"] = (() => Changed(batch => batch.WithManifest = false), BatchFault.ManifestMissing, "manifest.json"),
        ["huge manifest"] = (() => Changed(batch => batch.SpoilManifest = json => json["device"] = new string('x', 2 << 20)), BatchFault.EntryTooLarge, "manifest.json"),
        ["manifest of a later version"] = (() => Changed(batch => batch.SpoilManifest = json => json["version"] = 2), BatchFault.ManifestInvalid, "version"),
        ["manifest of another camera"] = (() => Changed(batch => batch.SpoilManifest = json => json["camera"] = "vault"), BatchFault.ManifestInvalid, "vault"),
        ["frame not in the manifest"] = (() => Good().WithExtra("000009-073209123.jpg", Picture.Empty()).ToZip(), BatchFault.FrameUnlisted, "000009-073209123.jpg"),
    };

    /// <summary>The same for one frame of a batch whose other frame is sound.</summary>
    private static readonly Dictionary<string, (Func<byte[]> Zip, BatchFault Code, string Names)> FrameHazards = new()
    {
        ["frame missing"] = (() => Changed(batch => batch.SpoilManifest = json => json["frames"]![0]!["name"] = "000077-073205123.jpg", "000001-073205123.jpg"), BatchFault.FrameMissing, "000077"),
        ["wrong hash"] = (() => Changed(batch => batch.SpoilManifest = json => json["frames"]![0]!["sha256"] = new string('b', 64)), BatchFault.FrameHash, "000001"),
        ["wrong length"] = (() => Changed(batch => batch.SpoilManifest = json => json["frames"]![0]!["bytes"] = 7), BatchFault.FrameLength, "says 7"),
        ["no JPEG"] = (() => Two("GIF89a, in truth."u8.ToArray()), BatchFault.FrameNotJpeg, "FF D8"),
        ["JPEG header and no more"] = (() => Two(Picture.Empty()[..400]), BatchFault.FrameNotJpeg, "000001"),
        ["JPEG cut in half"] = (() => Two(Picture.WithPerson()[..^600]), BatchFault.FrameNotJpeg, "000001"),
        ["giant dimensions"] = (() => Two(Giant()), BatchFault.FrameTooLarge, "60000×60000"),
        ["damaged data"] = (() => Patch(Two(Noise(40_000)), zip => zip.AsSpan(2_000, 30_000).Fill(0xFF)), BatchFault.FrameUnreadable, "000001"),
    };

    public static TheoryData<string> HazardNames => [.. Hazards.Keys];

    public static TheoryData<string> FrameHazardNames => [.. FrameHazards.Keys];

    [Theory]
    [MemberData(nameof(HazardNames))]
    public async Task Batch_GoesToQuarantineWithItsCode_AndTheNextIsWorkedOn(string hazard)
    {
        var (zip, code, names) = Hazards[hazard];
        await using var system = new Installation(settings: new() { ["Intake:Limits:MaxZipBytes"] = "2000000" });
        var (batch, sent) = (BatchMaker.For(), zip());
        await system.PutAsync(batch, sent);

        Assert.True((await system.HandleAsync(batch)).IsDone);

        var item = Assert.Single(await system.QuarantineAsync());
        Assert.Equal((code, batch.Name), (item.Reason.Code, item.Reason.Batch));
        Assert.Contains(names, item.Reason.Reason, StringComparison.Ordinal);
        Assert.Equal(sent, await system.BytesAsync($"quarantine/{batch.Name}"));
        Assert.Equal(BatchEnding.Quarantined, (await system.Get<ResultStore>().FindAsync(batch.Name, Token))!.Ending);
        Assert.Empty(await system.NamesAsync("flagged/"));
        Assert.Empty(await system.NamesAsync("batches/"));
        await AssertNextIsWorkedOnAsync(system);
    }

    [Theory]
    [MemberData(nameof(FrameHazardNames))]
    public async Task Frame_GoesToQuarantineWithItsBatch_AndTheOtherFrameIsASighting(string hazard)
    {
        var (zip, code, names) = FrameHazards[hazard];
        await using var system = new Installation();
        var (batch, sent) = (BatchMaker.For(), zip());
        await system.PutAsync(batch, sent);

        Assert.True((await system.HandleAsync(batch)).IsDone);
        await system.DeliverAsync();

        var item = Assert.Single(await system.QuarantineAsync());
        Assert.Equal(code, item.Reason.Code);
        Assert.Equal(code, Assert.Single(item.Reason.BadFrames).Code);
        Assert.Contains(names, item.Reason.Reason, StringComparison.Ordinal);
        Assert.Equal(sent, await system.BytesAsync($"quarantine/{batch.Name}"));
        Assert.Equal(3, (await system.NamesAsync("flagged/farm/")).Count);
        Assert.Single(system.Channel.Sent);
        await AssertNextIsWorkedOnAsync(system);
    }

    [Fact]
    public async Task OtherPictureUnderTheSameName_TheFirstStays()
    {
        await using var system = new Installation();
        var first = BatchMaker.For().With(Picture.WithPerson());
        await system.PutAsync(first);
        await system.HandleAsync(first);
        var forged = BatchMaker.For(part: 2).With(Picture.WithPerson(shade: 10));
        forged.SpoilManifest = json => json["frames"]![0]!["name"] = "000001-073205123.jpg";
        var zip = Renamed(forged.ToZip(), forged.FrameNamed(0).ToString(), "000001-073205123.jpg");
        await system.PutAsync(forged, zip);

        await system.HandleAsync(forged);

        Assert.Equal(BatchFault.FrameConflict, Assert.Single(await system.QuarantineAsync()).Reason.Code);
        Assert.Equal(Picture.WithPerson(), await system.BytesAsync($"flagged/{first.Name.Event}/000001-073205123.jpg"));
    }

    [Fact]
    public async Task TwoDifferentBatchesUnderOneName_BothAreKept()
    {
        await using var system = new Installation();
        var batch = BatchMaker.For();
        var quarantine = system.Get<CloudCctv.Analysis.Quarantine.QuarantineStore>();
        foreach (var zip in new[] { "first"u8.ToArray(), "second"u8.ToArray() })
        {
            await system.PutAsync(batch, zip);
            await quarantine.KeepBatchAsync(batch.Name, new() { Code = BatchFault.NotAZip, Reason = "It is not.", Time = BatchMaker.EventStart, DequeueCount = 1 }, Token);
            await system.Get<BatchReader>().DeleteAsync(batch.Name, Token);
        }

        Assert.Equal(2, (await system.QuarantineAsync()).Count);
        foreach (var item in await system.QuarantineAsync())
        {
            await quarantine.DeleteAsync(item, Token);
        }

        Assert.Empty(await system.NamesAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64 << 20)]
    public async Task SoundBatch_FromAFileOrFromMemory_IsWorkedOn(int maxMemoryBytes)
    {
        await using var system = new Installation(settings: new() { ["Intake:MaxMemoryBytes"] = $"{maxMemoryBytes}" });
        await AssertNextIsWorkedOnAsync(system);
    }

    [Fact]
    public async Task RandomlyDamagedZips_NeverDoAnythingButEndInAResult()
    {
        var random = new Random(20261120);
        await using var system = new Installation();
        var sound = Two(Picture.WithPerson(64, 48));
        for (var i = 1; i <= 300; i++)
        {
            var zip = sound.ToArray();
            for (var hits = random.Next(1, 6); hits > 0; hits--)
            {
                zip[random.Next(zip.Length)] = (byte)random.Next(256);
            }

            var batch = BatchMaker.For();
            await system.PutAsync(batch, zip);
            var outcome = await system.HandleAsync(batch);
            Assert.True(outcome.IsDone, $"Round {i}: {outcome.Why}");
            await EmptyAsync(system);
        }
    }

    private static async Task AssertNextIsWorkedOnAsync(Installation system)
    {
        var next = BatchMaker.For(camera: "door").With(Picture.WithPerson());
        await system.PutAsync(next);
        await system.HandleAsync(next);
        Assert.Equal(3, (await system.NamesAsync("flagged/farm/door/")).Count);
    }

    private static async Task EmptyAsync(Installation system)
    {
        foreach (var name in await system.NamesAsync())
        {
            await system.Store.Objects.DeleteAsync(new(name), Token);
        }
    }

    private static BatchMaker Good() => BatchMaker.For().With(Picture.Empty());

    /// <summary>The first frame is given; the second is sound and shows a person.</summary>
    private static byte[] Two(byte[] first) => BatchMaker.For().With(first, Picture.WithPerson()).ToZip();

    private static byte[] Changed(Action<BatchMaker> change, string? without = null)
    {
        var batch = BatchMaker.For().With(Picture.Empty(), Picture.WithPerson());
        change(batch);
        return without is null ? batch.ToZip() : Without(batch.ToZip(), without);
    }

    private static byte[] Many(int frames) =>
        Enumerable.Range(1, frames).Aggregate(BatchMaker.For(), (batch, i) => batch.WithExtra($"{i:D6}-073205123.jpg", [1])).ToZip();

    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(7).NextBytes(noise);
        return noise;
    }

    private static byte[] Giant()
    {
        var jpeg = Picture.Empty();
        var frameHeader = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frameHeader + 5), 60_000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frameHeader + 7), 60_000);
        return jpeg;
    }

    private static byte[] Patch(byte[] zip, Action<byte[]> patch)
    {
        patch(zip);
        return zip;
    }

    private static int DirectoryAt(byte[] zip) => BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 6));

    private static byte[] Without(byte[] zip, string entry)
    {
        using var bytes = new MemoryStream();
        bytes.Write(zip);
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(entry)!.Delete();
        }

        return bytes.ToArray();
    }

    private static byte[] Renamed(byte[] zip, string from, string to)
    {
        var text = System.Text.Encoding.Latin1.GetString(zip).Replace(from, to, StringComparison.Ordinal);
        return System.Text.Encoding.Latin1.GetBytes(text);
    }
}
