using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.HostileBatches;

namespace CloudCctv.Analysis.Tests.Clips;

/// <summary>Events and their clips, through the real handler.</summary>
internal static class ClipScene
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static BatchName ClipOf(this BatchMaker batch) => new(batch.Name.Event, BatchName.ClipPart);

    /// <summary>An event in which somebody is seen.</summary>
    public static async Task<BatchMaker> SeenAsync(this Installation system, string camera = "gate", DateTimeOffset? start = null, int pictures = 1)
    {
        var batch = BatchMaker.For(camera, start: start).With([.. Enumerable.Repeat(Picture.WithPerson(), pictures)]);
        await system.PutAsync(batch);
        Assert.True((await system.HandleAsync(batch)).IsDone);
        return batch;
    }

    public static Task PutClipAsync(this Installation system, BatchMaker batch, byte[] film) =>
        system.PutAsync(batch.ClipOf(), RawFilm.InBatch(film, batch.ClipOf()).ToBytes());

    public static Task<HandleOutcome> HandleClipAsync(this Installation system, BatchMaker batch) =>
        system.Handler.HandleAsync(CommitMessage.For(batch.ClipOf()), 1, Token);

    /// <summary>The clip of an event comes and is worked on.</summary>
    public static async Task ArriveAsync(this Installation system, BatchMaker batch, byte[]? film = null)
    {
        await system.PutClipAsync(batch, film ?? RawFilm.Sound());
        var outcome = await system.HandleClipAsync(batch);
        Assert.True(outcome.IsDone, outcome.Why);
    }

    public static Task<BatchResult?> ClipResultAsync(this Installation system, BatchMaker batch) => system.Get<ResultStore>().FindAsync(batch.ClipOf(), Token);

    /// <summary>What lies beside the pictures.</summary>
    public static async Task<IReadOnlyList<string>> ClipFilesAsync(this Installation system) =>
        [.. (await system.NamesAsync("flagged/")).Where(name => name.Contains("/clip.", StringComparison.Ordinal)).Select(name => name[(name.LastIndexOf('/') + 1)..])];
}
