using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Tests.Support;

namespace CloudCctv.Analysis.Tests.Intake;

/// <summary>Hostile batches that take more than one batch to show; the others are in <see cref="HostileCorpusTests"/>.</summary>
public sealed class HostileZipTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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

    private static async Task AssertNextIsWorkedOnAsync(Installation system)
    {
        var next = BatchMaker.For(camera: "door").With(Picture.WithPerson());
        await system.PutAsync(next);
        await system.HandleAsync(next);
        Assert.Equal(3, (await system.NamesAsync("flagged/farm/door/")).Count);
    }

    private static byte[] Renamed(byte[] zip, string from, string to)
    {
        var text = System.Text.Encoding.Latin1.GetString(zip).Replace(from, to, StringComparison.Ordinal);
        return System.Text.Encoding.Latin1.GetBytes(text);
    }
}
