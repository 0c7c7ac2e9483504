using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tests.Batches;

/// <summary>Somebody is told as soon as the picture that shows it best is kept, and not when all of the batch is.</summary>
public sealed class EarlyAlertTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OtherPictures_AreSavedAfterTheAlertIsWritten_WhichTellsOfThemAll()
    {
        var batch = Batch();
        await using var system = new Installation(wrap: store => new MeetingBefore(store, $"{batch.FrameNamed(0).Stem}.jpg", () => UntilAsync(() => HasAlert(store, batch))));
        await system.PutAsync(batch);

        await system.HandleAsync(batch);
        await system.DeliverAsync();

        var alert = Assert.Single(system.Channel.Sent).Alert;
        Assert.Equal(batch.FrameNamed(1), alert.BestFrame);
        Assert.Equal((BatchMaker.EventStart.AddSeconds(2), 0), (alert.Until, alert.Revision));
        Assert.Equal(9, (await system.NamesAsync("flagged/farm/")).Count);
    }

    [Fact]
    public async Task Sightings_AreRecordedInOrderOfTime()
    {
        await using var system = new Installation();
        var batch = Batch();
        await system.PutAsync(batch);

        await system.HandleAsync(batch);

        var result = await system.Get<Results.ResultStore>().FindAsync(batch.Name, Token);
        Assert.Equal(Enumerable.Range(0, 3).Select(frame => $"{batch.Name.Event}/{batch.FrameNamed(frame).Stem}"), result!.Sightings);
    }

    [Fact]
    public async Task BestPictureThatCannotBeKept_IsNotTold()
    {
        await using var system = new Installation();
        var batch = Batch();
        await system.PutAsync(batch);
        var taken = new ObjectName($"flagged/{batch.Name.Event}/{batch.FrameNamed(1).Stem}.jpg");
        await system.Store.Objects.PutNewAsync(taken, new MemoryStream(Picture.Empty()), Token);

        await system.HandleAsync(batch);
        await system.DeliverAsync();

        var alert = Assert.Single(system.Channel.Sent).Alert;
        Assert.Contains(alert.BestFrame, new[] { batch.FrameNamed(0), batch.FrameNamed(2) });
        Assert.Equal([$"quarantine/{batch.Name}", $"quarantine/{batch.Name}.reason.json"], await system.NamesAsync("quarantine/"));
    }

    [Fact]
    public async Task WithoutLoopsInTheBackground_IsSentWhileTheBatchIsWorkedOn()
    {
        var batch = Batch();
        Installation? system = null;
        await using var made = system = new Installation(wrap: store => new MeetingBefore(store, $"results/{batch.Name}.json", () => UntilAsync(() => Task.FromResult(system!.Channel.Sent.Count > 0))));
        await system.PutAsync(batch);

        var key = await system.Handler.HandleOrResendAsync(CommitMessage.For(batch.Name), 1, Token);
        await system.Get<AlertDelivery>().DeliverAsync(key!, Token);

        Assert.Single(system.Channel.Sent);
        Assert.Equal([$"alerts/sent/{batch.Name.Event}.json"], await system.NamesAsync("alerts/"));
    }

    [Fact]
    public async Task OutboxAwayWhileItIsSent_TheBatchIsFinishedAllTheSame()
    {
        UnreachableStore? link = null;
        var batch = Batch();
        // Right before it is written, and nothing of that is asked for any more.
        await using var system = new Installation(wrap: store => new MeetingBefore(link = new UnreachableStore(store), $"pending/{batch.Name.Event}.json", () =>
        {
            link!.CutPrefix = AlertOutbox.SentPrefix;
            return Task.CompletedTask;
        }));
        await system.PutAsync(batch);

        var key = await system.Handler.HandleOrResendAsync(CommitMessage.For(batch.Name), 1, Token);

        Assert.Equal(batch.Name.Event.ToString(), key);
        Assert.Empty(await system.NamesAsync("batches/"));
        Assert.Empty(system.Channel.Sent);
        link!.CutPrefix = null;
        await system.DeliverAsync();
        Assert.Single(system.Channel.Sent);
    }

    // The second is nearest.
    private static BatchMaker Batch() => BatchMaker.For().With(Picture.WithPersonAt(0.3), Picture.WithPerson(), Picture.WithPersonAt(0.7));

    private static async Task<bool> HasAlert(IObjectStore store, BatchMaker batch) =>
        await store.GetPropertiesAsync(new ObjectName($"alerts/pending/{batch.Name.Event}.json"), Token) is not null;

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(Long);
        while (!await isSo())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
