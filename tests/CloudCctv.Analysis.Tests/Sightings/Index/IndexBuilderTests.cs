using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Sightings.Index;

/// <summary>Stores that are older than the index.</summary>
public sealed class IndexBuilderTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NoIndex_PagesSeeTheSameBeforeAndAfterTheBuild(bool azure)
    {
        await using var scene = await IndexScene.OnAsync(azure, azurite);
        var system = scene.Process();
        await FillAsync(system);
        var before = await scene.SeenAsync();

        Assert.Equal(4, await scene.Process().Get<IndexBuilder>().BuildAsync(Token));
        Assert.Equal(0, await scene.Process().Get<IndexBuilder>().BuildAsync(Token));

        Assert.Equal(5, before.Count);
        Assert.Equal(before, await scene.SeenAsync());
        // Found although nothing is left to list.
        foreach (var name in await system.NamesAsync("flagged/"))
        {
            await system.Store.Objects.DeleteAsync(new(name), Token);
        }

        Assert.Equal(before, await scene.SeenAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AtAnyWriteOfTheBuild_PagesSeeEverythingAndTheNextBuildGoesOn(bool afterTheWrite)
    {
        var crashes = 0;
        for (var write = 1; write <= 12; write++)
        {
            await using var scene = await IndexScene.OnAsync(azure: false, azurite);
            var system = scene.Process();
            await FillAsync(system);
            var before = await scene.SeenAsync();
            CrashingStore? store = null;
            var victim = scene.Process(inner => store = new CrashingStore(inner, write, afterTheWrite));
            try
            {
                await victim.Get<IndexBuilder>().BuildAsync(Token);
            }
            catch (SimulatedCrash)
            {
                crashes++;
            }

            Assert.Equal(before, await scene.SeenAsync());
            await scene.Process().Get<IndexBuilder>().BuildAsync(Token);
            Assert.Equal(before, await scene.SeenAsync());
            Assert.Equal(DateOnly.MinValue, await scene.Process().Get<IndexReach>().ReadAsync(Token));
        }

        Assert.InRange(crashes, 6, 11);
    }

    [Fact]
    public async Task Days_FromOneOn_AreTheNearestAndInOrder()
    {
        await using var scene = await IndexScene.OnAsync(azure: false, azurite);
        var system = scene.Process();
        await FillAsync(system);
        DateOnly[] all = [new(2025, 12, 31), new(2026, 10, 1), new(2026, 11, 19), new(2026, 11, 20)];
        for (var built = 0; built < 2; built++)
        {
            var days = scene.Process().Get<SightingDays>();
            foreach (var bound in all.SelectMany(day => new[] { day.AddDays(-1), day, day.AddDays(1) }))
            {
                Assert.Equal(all.Where(day => day <= bound).Reverse(), await days.BackAsync(bound, Token).ToListAsync(Token));
                Assert.Equal(all.Where(day => day >= bound), await days.OnAsync(bound, Token).ToListAsync(Token));
            }

            await system.Get<IndexBuilder>().BuildAsync(Token);
        }
    }

    [Fact]
    public async Task ReadAhead_TheNewestDaysAreInMemory_AndOlderOnesAreNot()
    {
        await using var scene = await IndexScene.OnAsync(azure: false, azurite);
        var system = scene.Process();
        await FillAsync(system);
        await system.Get<IndexBuilder>().BuildAsync(Token);
        var days = scene.Process().Get<SightingDays>();

        await days.ReadAheadAsync(2, Token);

        // The same versions, and nothing in them that could be read.
        var objects = Path.Combine(system.FolderPath, "objects");
        foreach (var hour in Directory.EnumerateFiles(Path.Combine(objects, "index"), "??.json", SearchOption.AllDirectories))
        {
            var (written, length) = (File.GetLastWriteTimeUtc(hour), new FileInfo(hour).Length);
            await File.WriteAllBytesAsync(hour, new byte[length], Token);
            File.SetLastWriteTimeUtc(hour, written);
        }

        Directory.Delete(Path.Combine(objects, "flagged"), recursive: true);
        foreach (var (day, events) in new[] { (new DateOnly(2026, 11, 20), 2), (new DateOnly(2026, 11, 19), 1), (new DateOnly(2026, 10, 1), 0) })
        {
            Assert.Equal((day, events), (day, (await days.EventsAsync(day, Token)).Count));
        }
    }

    // As a version without an index has left it.
    private static async Task FillAsync(Installation system)
    {
        await IndexScene.HandleAsync(system, "aaaaaaaa");
        await IndexScene.HandleAsync(system, "bbbbbbbb", camera: "door");
        await IndexScene.HandleAsync(system, "cccccccc", start: BatchMaker.EventStart.AddDays(-1));
        await IndexScene.HandleAsync(system, "dddddddd", start: new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero));
        await IndexScene.HandleAsync(system, "eeeeeeee", start: new(2025, 12, 31, 23, 59, 59, TimeSpan.Zero));
        foreach (var name in await system.NamesAsync("index/"))
        {
            await system.Store.Objects.DeleteAsync(new(name), Token);
        }
    }
}
