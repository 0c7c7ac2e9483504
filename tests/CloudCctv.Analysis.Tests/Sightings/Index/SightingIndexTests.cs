using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Sightings.Index;

public sealed class SightingIndexTests(AzuriteFixture azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Handle_PartsOfTwoEvents_TheIndexSaysWhatTheSidecarsSay(bool azure)
    {
        await using var scene = await IndexScene.OnAsync(azure, azurite);
        var system = scene.Process();
        await system.Get<IndexBuilder>().BuildAsync(Token);

        var first = await IndexScene.HandleAsync(system, "aaaaaaaa");
        await IndexScene.HandleAsync(system, "aaaaaaaa", part: 2, pictures: 1);
        var other = await IndexScene.HandleAsync(system, "bbbbbbbb", camera: "door");

        await IndexScene.AssertRightAsync(system);
        var cards = await system.Get<SightingDays>().CardsAsync([first.Name.Event, other.Name.Event], Token);
        var card = cards[first.Name.Event];
        Assert.Equal(3, card.Pictures);
        Assert.Equal(1, card.MostAtOnce["person"]);
        Assert.Equal(first.Name.Event.Start.AddSeconds(100), card.Last);
        Assert.Equal(card.Score, (await system.Get<SightingStore>().ReadAsync(card.Best, Token))!.Detections[0].Score, 4);
        Assert.Equal(2, cards[other.Name.Event].Pictures);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Delete_PictureThenEvents_TheIndexFollowsAndNothingIsLeftOfIt(bool azure)
    {
        await using var scene = await IndexScene.OnAsync(azure, azurite);
        var system = scene.Process();
        var one = await IndexScene.HandleAsync(system, "aaaaaaaa", pictures: 3);
        var two = await IndexScene.HandleAsync(system, "bbbbbbbb");
        var store = system.Get<SightingStore>();

        await store.DeleteAsync(new SightingName(one.Name.Event, one.FrameNamed(1)), Token);
        await IndexScene.AssertRightAsync(system);
        await store.DeleteEventAsync(two.Name.Event, Token);
        await IndexScene.AssertRightAsync(system);
        await store.DeleteEventAsync(one.Name.Event, Token);

        Assert.Empty(await system.NamesAsync("index/"));
    }

    [Theory]
    [InlineData(false, 6)]
    [InlineData(true, 3)]
    public async Task ManyProcesses_WriteAndDeleteWithinOneHour_NothingIsMissedAndNothingIsLeft(bool azure, int eventsEach)
    {
        await using var scene = await IndexScene.OnAsync(azure, azurite);
        var processes = Enumerable.Range(0, 4).Select(_ => scene.Process()).ToList();
        await processes[0].Get<IndexBuilder>().BuildAsync(Token);

        await Task.WhenAll(processes.Select((system, p) => Task.Run(
            async () =>
            {
                for (var i = 0; i < eventsEach; i++)
                {
                    var batch = await IndexScene.HandleAsync(system, $"proc{p}{i:D3}", camera: $"cam-{i % 2}");
                    await ((i % 3) switch
                    {
                        0 => system.Get<SightingStore>().DeleteEventAsync(batch.Name.Event, Token),
                        1 => system.Get<SightingStore>().DeleteAsync(new SightingName(batch.Name.Event, batch.FrameNamed(0)), Token),
                        _ => Task.CompletedTask,
                    });
                }
            },
            Token)));

        await IndexScene.AssertRightAsync(processes[0]);
        var left = eventsEach * processes.Count * 2 / 3;
        Assert.Equal(left, (await scene.SeenAsync()).Count);
    }

    [Fact]
    public async Task LastEventOfAnHourGoes_WhileAnotherComes_TheOneThatComesIsThere()
    {
        await using var scene = await IndexScene.OnAsync(azure: false, azurite);
        var (system, other) = (scene.Process(), scene.Process());
        for (var i = 0; i < 20; i++)
        {
            var goes = await IndexScene.HandleAsync(system, $"goes{i:D4}");
            await Task.WhenAll(
                Task.Run(() => system.Get<SightingStore>().DeleteEventAsync(goes.Name.Event, Token), Token),
                Task.Run(() => IndexScene.HandleAsync(other, $"came{i:D4}", camera: "door"), Token));

            await IndexScene.AssertRightAsync(system);
            await system.Get<SightingStore>().DeleteEventAsync(BatchMaker.For("door", id: $"came{i:D4}").Name.Event, Token);
        }

        Assert.Empty(await system.NamesAsync("index/"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_AtAnyWriteOfADeletion_ARepeatOrALookAtTheEventPutsTheIndexRight(bool afterTheWrite)
    {
        var crashes = 0;
        for (var write = 1; write <= 16; write++)
        {
            await using var scene = await IndexScene.OnAsync(azure: false, azurite);
            var survivor = scene.Process();
            var batch = await IndexScene.HandleAsync(survivor, "aaaaaaaa");
            await IndexScene.HandleAsync(survivor, "bbbbbbbb");
            CrashingStore? store = null;
            var victim = scene.Process(inner => store = new CrashingStore(inner, write, afterTheWrite));
            try
            {
                await victim.Get<SightingStore>().DeleteEventAsync(batch.Name.Event, Token);
            }
            catch (SimulatedCrash)
            {
                crashes++;
            }

            if (write % 2 == 0)
            {
                await survivor.Get<SightingStore>().DeleteEventAsync(batch.Name.Event, Token);
            }

            // A page does this when the picture that it wants to show is not there.
            await survivor.Get<SightingIndex>().RefreshAsync(batch.Name.Event, [], Token);
            await IndexScene.AssertRightAsync(survivor);
        }

        Assert.InRange(crashes, 6, 15);
    }

    [Fact]
    public async Task BatchIsGivenUp_AfterAnAttemptHadSavedPicturesAndDied_TheIndexHasThem()
    {
        await using var system = new Installation();
        await IndexScene.HandleAsync(system, "4k7x9m2q");

        // As the attempt left it that died between the sidecars and the index.
        await system.Store.Objects.DeleteAsync(IndexScene.Hour.Object, Token);
        var batch = BatchMaker.For(part: 2, id: "4k7x9m2q");
        await system.PutAsync(batch, "no zip"u8.ToArray());

        Assert.True((await system.HandleAsync(batch)).IsDone);

        Assert.Single(await system.QuarantineAsync());
        await IndexScene.AssertRightAsync(system);
        Assert.NotNull(await system.Get<IndexShelf>().FindAsync(IndexScene.Hour, Token));
    }

    [Theory]
    [InlineData("{ torn")]
    [InlineData("{\"version\":1,\"events\":[null]}")]
    [InlineData("{\"version\":1,\"events\":[{\"event\":\"farm/gate/2026/11/21/073205123-4k7x9m2q\",\"pictures\":[]}]}")]
    [InlineData("{\"version\":2,\"events\":[]}")]
    public async Task HourIsDamaged_PagesShowTheSightingsAndTheNextWorkerWritesItAgain(string content)
    {
        await using var scene = await IndexScene.OnAsync(azure: false, azurite);
        var system = scene.Process();
        await system.Get<IndexBuilder>().BuildAsync(Token);
        var one = await IndexScene.HandleAsync(system, "aaaaaaaa");
        await system.Store.Objects.PutAsync(IndexScene.Hour.Object, System.Text.Encoding.UTF8.GetBytes(content), Token);

        Assert.Equal([one.Name.Event.ToString()], await scene.SeenAsync());
        await IndexScene.HandleAsync(system, "bbbbbbbb");

        await IndexScene.AssertRightAsync(system);
        Assert.Equal(2, (await scene.SeenAsync()).Count);
    }
}
