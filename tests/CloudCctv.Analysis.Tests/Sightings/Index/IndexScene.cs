using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Sightings.Index;

/// <summary>A store that several processes work on, and what its index should say.</summary>
internal sealed class IndexScene(StoreOptions? options) : IAsyncDisposable
{
    private readonly List<Installation> processes = [];

    public static readonly IndexHour Hour = IndexHour.Of(BatchMaker.For().Name.Event);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<IndexScene> OnAsync(bool azure, AzuriteFixture azurite)
    {
        var options = azure
            ? new StoreOptions { ConnectionString = (await azurite.ServerAsync()).ConnectionString, Container = AzuriteFixture.UniqueName(), Queue = AzuriteFixture.UniqueName() }
            : null;
        var scene = new IndexScene(options);
        await scene.Process().Store.EnsureCreatedAsync(Token);
        return scene;
    }

    /// <summary>One more process on the same store.</summary>
    public Installation Process(Func<IObjectStore, IObjectStore>? wrap = null)
    {
        processes.Add(new Installation(processes.FirstOrDefault(), wrap, store: options));
        return processes[^1];
    }

    /// <summary>Has a batch of one event, with so many pictures of people, worked on.</summary>
    public static async Task<BatchMaker> HandleAsync(Installation system, string id, int part = 1, int pictures = 2, string camera = "gate", DateTimeOffset? start = null)
    {
        var batch = BatchMaker.For(camera, part, id, start).With([.. Enumerable.Range(0, pictures).Select(i => Picture.WithPerson(shade: (byte)(40 + (20 * i))))]);
        await system.PutAsync(batch);
        Assert.True((await system.HandleAsync(batch)).IsDone);
        return batch;
    }

    /// <summary>The hour of all batches says what all sidecars say, to the byte; where there is nothing, nothing is.</summary>
    public static async Task AssertRightAsync(Installation system, IndexHour? hour = null)
    {
        var truth = await system.Get<IndexSource>().HourAsync(hour ?? Hour, Token);
        var stored = await system.Get<IndexShelf>().FindAsync(hour ?? Hour, Token);
        Assert.Equal(truth.File.Events.Count == 0 ? null : truth.File.ToBytes(), stored?.Bytes);
    }

    /// <summary>Days and events as pages see them, from a process that remembers nothing.</summary>
    public async Task<IReadOnlyList<string>> SeenAsync()
    {
        var days = Process().Get<SightingDays>();
        var seen = new List<string>();
        await foreach (var day in days.BackAsync(DateOnly.MaxValue, Token))
        {
            seen.AddRange((await days.EventsAsync(day, Token)).Select(one => one.ToString()).Order(StringComparer.Ordinal));
        }

        return seen;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes.AsEnumerable().Reverse())
        {
            await process.DisposeAsync();
        }
    }
}
