using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Fsck;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Detection;
using CloudCctv.Detection.Faces;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>The cloud side as a host puts it together, over a folder of its own. Several can share one folder: several processes.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly TempFolder? ownFolder;
    private readonly ServiceProvider services;

    public Installation(Installation? sharing = null, Func<IObjectStore, IObjectStore>? wrap = null, Dictionary<string, string?>? settings = null, IDetector? detector = null, TimeProvider? clock = null, StoreOptions? store = null, SecondOpinion? secondOpinion = null, FaceReader? faces = null, LogCapture? logs = null)
    {
        ownFolder = sharing is null ? new TempFolder() : null;
        FolderPath = sharing?.FolderPath ?? ownFolder!.Path;
        Clock = sharing?.Clock ?? new ManualTimeProvider(BatchMaker.EventStart.AddSeconds(30));
        Channel = sharing?.Channel ?? new RecordingChannel();
        var plain = StoreFactory.Create(store ?? new StoreOptions { Folder = FolderPath }, clock ?? Clock);
        Store = plain with { Objects = wrap?.Invoke(plain.Objects) ?? plain.Objects };
        var collection = new ServiceCollection();
        if (secondOpinion is not null)
        {
            collection.AddSingleton(secondOpinion);
        }

        if (faces is not null)
        {
            collection.AddSingleton(faces);
        }

        services = collection
            .AddLogging(logging => (logs is null ? logging : logging.AddProvider(logs)).SetMinimumLevel(LogLevel.Trace))
            .AddSingleton(Store)
            .AddSingleton(clock ?? Clock)
            .AddSingleton(detector ?? new RedDetector())
            .AddSingleton<IAlertChannel>(Channel)
            .AddCloudCctvFsck()
            .AddCloudCctvAnalysis(new ConfigurationBuilder().AddInMemoryCollection(settings ?? []).Build())
            .BuildServiceProvider();
    }

    public string FolderPath { get; }

    public ManualTimeProvider Clock { get; }

    public Store Store { get; }

    public RecordingChannel Channel { get; }

    public BatchHandler Handler => Get<BatchHandler>();

    public AnalysisCounts Counts => Get<AnalysisStatus>().Now;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    public Task PutAsync(BatchMaker batch, byte[]? zip = null) => PutAsync(batch.Name, zip ?? batch.ToZip());

    public async Task PutAsync(BatchName batch, byte[] zip) =>
        await Store.Objects.PutNewAsync(new ObjectName(StoreLayout.ObjectFor(batch)), new MemoryStream(zip), Token);

    public Task<HandleOutcome> HandleAsync(BatchMaker batch, int dequeueCount = 1) => Handler.HandleAsync(CommitMessage.For(batch.Name), dequeueCount, Token);

    public async Task<IReadOnlyList<QuarantinedItem>> QuarantineAsync() => await Get<QuarantineStore>().ListAsync(Token).ToListAsync(Token);

    public Task DeliverAsync() => Get<AlertDelivery>().DeliverDueAsync(Token);

    public async Task<IReadOnlyList<string>> NamesAsync(string prefix = "") =>
        await Store.Objects.ListAsync(prefix, Token).Select(found => found.Name.Value).ToListAsync(Token);

    /// <summary>Name and content of everything under a prefix.</summary>
    public async Task<Dictionary<string, string>> ContentAsync(string prefix)
    {
        var content = new Dictionary<string, string>();
        foreach (var name in await NamesAsync(prefix))
        {
            content[name] = Convert.ToBase64String(await BytesAsync(name));
        }

        return content;
    }

    public async Task<byte[]> BytesAsync(string name)
    {
        await using var found = await Store.Objects.OpenReadAsync(new ObjectName(name), Token);
        Assert.NotNull(found);
        using var bytes = new MemoryStream();
        await found.Content.CopyToAsync(bytes, Token);
        return bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        ownFolder?.Dispose();
    }
}
