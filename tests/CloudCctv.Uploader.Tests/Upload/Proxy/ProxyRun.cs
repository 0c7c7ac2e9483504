using System.Security.Cryptography;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Tests.Support.Proxy;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Clips.Sending;
using CloudCctv.Uploader.Upload;
using CloudCctv.Uploader.Upload.Budget;
using CloudCctv.Uploader.Upload.Schedule;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Tests.Upload.Proxy;

/// <summary>
/// The uploader's own uploads, both lanes, from a full spool to Azurite, through proxies on which things happen. In the end
/// the store is asked past the proxies what it holds.
/// </summary>
internal sealed class ProxyRun : IAsyncDisposable
{
    private const int FrameBytes = 40_000;

    private static readonly DateTimeOffset Start = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);

    private readonly TempFolder folder = new();
    private readonly string name = $"run-{Guid.NewGuid():N}";
    private readonly AzuriteServer server;
    private readonly FaultProxy blobs;
    private readonly FaultProxy queues;
    private readonly SpoolFolder spool;
    private readonly Store store;
    private readonly Dictionary<BatchName, string> hashes = [];
    private readonly UnexpectedFaults faults = new();

    /// <param name="server">Azurite.</param>
    /// <param name="plan">What happens.</param>
    public ProxyRun(AzuriteServer server, FaultPlan plan)
    {
        this.server = server;
        (blobs, queues) = (new FaultProxy(server.BlobPort, plan), new FaultProxy(server.QueuePort, plan));
        spool = new SpoolFolder(folder.File("spool"));
        store = Open(AzuriteServer.ConnectionStringThrough(blobs.Port, queues.Port));
    }

    /// <summary>Content and headers that were sent, as the uploader counts it.</summary>
    public long BytesSent => store.Pace.BytesSent;

    /// <summary>Length of all that was put into the spool.</summary>
    public long BytesFilled { get; private set; }

    public int Waiting => spool.Waiting().Count;

    /// <summary>Puts a batch into the spool.</summary>
    /// <param name="number">Of the event.</param>
    /// <param name="part">1 and 2 go first.</param>
    /// <param name="bytes">About as long as it becomes.</param>
    public void Fill(int number, int part, int bytes)
    {
        var batch = new BatchName(new EventName("farm", "gate", Start.AddSeconds(number), $"{number:D8}"), part);
        using (var file = new PartFile(spool, "pi", batch))
        {
            for (var frame = 0; frame * FrameBytes < bytes; frame++)
            {
                using var kept = Frame((number * 1000) + (part * 100) + frame, batch.Event.Start.AddMilliseconds(200 * frame), Math.Min(bytes, FrameBytes));
                file.Add(frame + 1, kept);
            }

            file.Seal();
        }

        using var sealedFile = spool.OpenRead(batch);
        BytesFilled += sealedFile.Length;
        hashes[batch] = Convert.ToHexStringLower(SHA256.HashData(sealedFile));
    }

    /// <summary>Uploads until the spool is empty.</summary>
    public async Task<ProxyResult> RunAsync(CancellationToken cancellationToken)
    {
        using var budget = new DataBudget(folder.File("data-use.json"), TimeProvider.System, faults);
        using var uploads = new Uploads(
            spool, store, budget, new UploadSchedule(budget, TimeProvider.System), SpooledSample.AllWanted(spool, folder), new DeviceHealth(TimeProvider.System, faults), TimeProvider.System, faults);
        uploads.Use(new UploadOptions { MaxRetrySeconds = 1 });
        await uploads.PrepareStoreAsync(cancellationToken);
        await uploads.RunAsync(finishing: new CancellationToken(canceled: true), cancellationToken);
        return await InspectAsync(uploads.Rejected, cancellationToken);
    }

    /// <summary>
    /// Kills Azurite with requests on their way to it and starts it again. What it had confirmed is on disk by then, which
    /// the real service sees to before it confirms.
    /// </summary>
    public async Task KillServerAsync(CancellationToken cancellationToken)
    {
        blobs.Hold();
        queues.Hold();
        await server.UntilSavedAsync(cancellationToken);
        await server.KillAsync();
        blobs.Release();
        queues.Release();
        await server.RestartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await blobs.DisposeAsync();
        await queues.DisposeAsync();
        spool.Dispose();
        folder.Dispose();
    }

    private static KeptFrame Frame(int seed, DateTimeOffset time, int bytes)
    {
        var data = PooledBytes.Rent(bytes);
        new Random(seed).NextBytes(data.Span);
        return new KeptFrame(data, time, new MotionResult(GateState.Watching, 0.125, new Box(0.1, 0.2, 0.3, 0.4), []));
    }

    private Store Open(string connection) =>
        StoreFactory.Create(new StoreOptions { ConnectionString = connection, Container = name, Queue = name }, TimeProvider.System);

    private async Task<ProxyResult> InspectAsync(int rejected, CancellationToken cancellationToken)
    {
        var direct = Open(server.ConnectionString);
        var result = new ProxyResult { Batches = hashes.Count, Rejected = rejected, Unexpected = faults.Texts };
        foreach (var (batch, hash) in hashes)
        {
            await using var stored = await direct.Objects.OpenReadAsync(new ObjectName(StoreLayout.ObjectFor(batch)), cancellationToken);
            result = stored is null ? result with { Missing = result.Missing + 1 }
                : Convert.ToHexStringLower(await SHA256.HashDataAsync(stored.Content, cancellationToken)) != hash ? result with { Different = result.Different + 1 }
                : result;
        }

        var committed = new HashSet<string>(StringComparer.Ordinal);
        while (await direct.Queue.ReceiveAsync(TimeSpan.FromMinutes(10), cancellationToken) is { } item)
        {
            result = result with { Commits = result.Commits + 1 };
            committed.Add(CommitMessage.TryRead(item.Body, out var batch, out _) ? batch.ToString() : item.Body);
        }

        return result with { Uncommitted = hashes.Keys.Count(batch => !committed.Contains(batch.ToString())) };
    }

    /// <summary>Collects what the loops around the lanes had to catch: there should be nothing.</summary>
    private sealed class UnexpectedFaults : ILogger
    {
        private readonly List<string> texts = [];

        public IReadOnlyList<string> Texts
        {
            get
            {
                lock (texts)
                {
                    return [.. texts];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Error)
            {
                lock (texts)
                {
                    texts.Add($"{formatter(state, exception)} {exception}");
                }
            }
        }
    }
}

/// <summary>What the store holds in the end of what was in the spool.</summary>
internal sealed record ProxyResult
{
    public required int Batches { get; init; }

    public int Missing { get; init; }

    /// <summary>There, but with other bytes.</summary>
    public int Different { get; init; }

    /// <summary>Nobody was told of them.</summary>
    public int Uncommitted { get; init; }

    /// <summary>Set aside as if they were at fault.</summary>
    public required int Rejected { get; init; }

    /// <summary>Messages in the queue; a batch may have several.</summary>
    public int Commits { get; init; }

    /// <summary>Errors in the log.</summary>
    public required IReadOnlyList<string> Unexpected { get; init; }

    public int Lost => Missing + Different + Uncommitted;
}
