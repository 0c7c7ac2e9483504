using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.Demo;

/// <summary>
/// The main job with real processes: a server, an uploader, a store, and a phone that receives the alerts. Everything it
/// starts it ends.
/// </summary>
public sealed class DemoRun : IAsyncDisposable
{
    private const string Camera = "street";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DemoOptions options;
    private readonly Action<string, string> print;
    private readonly Phone phone;
    private readonly Dictionary<string, string?> environment = [];
    private AzuriteServer? azurite;
    private ChildProgram? uploader;
    private DateTimeOffset? firstEventSeenAt;

    /// <param name="options">What to run.</param>
    /// <param name="print">Gets each line with the name of who said it; called from several threads.</param>
    public DemoRun(DemoOptions options, Action<string, string> print)
    {
        this.options = options;
        this.print = print;
        phone = new Phone(alert => print("phone", $"received \"{alert.Text}\" ({alert.Event})"));
        environment["CLOUDCCTV__Alerts__Webhooks__0__Name"] = "phone";
        environment["CLOUDCCTV__Alerts__Webhooks__0__Url"] = phone.Url;
        environment["CLOUDCCTV__Alerts__Webhooks__0__Secret"] = phone.Secret;
    }

    public RunningServer? Server { get; private set; }

    public IReadOnlyList<ReceivedAlert> Alerts => phone.Alerts;

    private string StoreFolder => Path.Combine(options.DataFolder, "store");

    private string SummaryFile => Path.Combine(options.DataFolder, "uploader-summary.json");

    /// <summary>Plays the source and waits until everything is through. The server goes on until this is disposed.</summary>
    /// <exception cref="InvalidOperationException">A program failed.</exception>
    public async Task<DemoFigures> RunAsync(CancellationToken cancellationToken)
    {
        await StartStoreAsync(cancellationToken);
        Server = await RunningServer.StartAsync(Path.Combine(options.DataFolder, "server"), StoreArguments(), environment, line => print("server", line), cancellationToken);

        uploader = ChildProgram.Start(Programs.Uploader, UploaderArguments(), environment, OnUploaderLine);
        var code = await uploader.WaitAsync(cancellationToken);
        if (code != 0)
        {
            throw new InvalidOperationException($"The uploader ended with code {code}; its lines above say why.");
        }

        await WaitUntilProcessedAsync(cancellationToken);
        return await FiguresAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (uploader is not null)
        {
            await uploader.DisposeAsync();
        }

        if (Server is not null)
        {
            await Server.Program.StopAsync();
            await Server.DisposeAsync();
        }

        if (azurite is not null)
        {
            await azurite.DisposeAsync();
        }

        phone.Dispose();
    }

    private async Task StartStoreAsync(CancellationToken cancellationToken)
    {
        if (options.Store == DemoStore.Azurite)
        {
            azurite = await AzuriteServer.StartAsync(cancellationToken);
            environment[StoreAddress.Variable] = azurite.ConnectionString;
        }
    }

    // A connection string is a secret and goes through the environment, also here.
    private string[] StoreArguments() => azurite is null ? ["--store", StoreFolder] : [];

    private IEnumerable<string> UploaderArguments() =>
    [
        "run", "--source", options.Source, "--site", "demo", "--camera", Camera,
        "--data", Path.Combine(options.DataFolder, "uploader"), "--summary", SummaryFile,
        "--speed", options.MaxSpeed ? "max" : "native",
        .. (options.UploaderConfig ?? (options.Clips ? ConfigWithClips() : null)) is { } config ? (string[])["--config", config] : [],
        .. StoreArguments(),
    ];

    private string ConfigWithClips()
    {
        var config = Path.Combine(options.DataFolder, "uploader.json");
        var clips = new JsonObject { ["enabled"] = true, ["send"] = "always" };
        File.WriteAllText(config, new JsonObject { ["cameras"] = new JsonArray(new JsonObject { ["name"] = Camera, ["source"] = options.Source, ["clips"] = clips }) }.ToJsonString());
        return config;
    }

    private void OnUploaderLine(string line)
    {
        if (line.EndsWith("event began", StringComparison.Ordinal))
        {
            firstEventSeenAt ??= TimeProvider.System.GetUtcNow();
        }

        print("uploader", line);
    }

    private async Task WaitUntilProcessedAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            while (await ZipsLeftAsync(patience.Token) > 0 || (await Server!.StatusAsync(patience.Token)).QueueLength > 0 || await AlertsPendingAsync(patience.Token))
            {
                await Task.Delay(100, patience.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"Not all was processed within {Patience.TotalMinutes:0} minutes.");
        }
    }

    private async Task<bool> AlertsPendingAsync(CancellationToken cancellationToken) => await CountAsync("alerts/pending/", cancellationToken) > 0;

    private Task<int> ZipsLeftAsync(CancellationToken cancellationToken) => CountAsync(StoreLayout.BatchPrefix, cancellationToken);

    private async Task<int> CountAsync(string prefix, CancellationToken cancellationToken)
    {
        var store = StoreFactory.Create(azurite is null ? new StoreOptions { Folder = StoreFolder } : new StoreOptions { ConnectionString = azurite.ConnectionString }, TimeProvider.System);
        var count = 0;
        await foreach (var _ in store.Objects.ListAsync(prefix, cancellationToken))
        {
            count++;
        }

        return count;
    }

    private async Task<DemoFigures> FiguresAsync(CancellationToken cancellationToken)
    {
        using var summary = JsonDocument.Parse(await File.ReadAllTextAsync(SummaryFile, cancellationToken));
        var device = summary.RootElement;
        var server = await Server!.StatusAsync(cancellationToken);
        return new DemoFigures
        {
            FramesSeen = device.GetProperty("framesSeen").GetInt64(),
            FramesMoved = device.GetProperty("framesMoved").GetInt64(),
            Events = device.GetProperty("events").GetInt32(),
            Batches = device.GetProperty("batches").GetInt32(),
            Clips = device.GetProperty("clips").GetInt32(),
            BytesUploaded = device.GetProperty("bytesUploaded").GetInt64(),
            FramesAnalyzed = server.Frames,
            Sightings = server.Sightings,
            Alerts = phone.Alerts.Select(alert => alert.Event).Distinct().Count(),
            Quarantined = server.Quarantined + device.GetProperty("batchesRejected").GetInt64(),
            ZipsLeft = await ZipsLeftAsync(cancellationToken),
            SpoolLeft = device.GetProperty("spoolLeft").GetInt32(),
            SecondsToFirstAlert = SecondsToFirstAlert(),
            PeakRssUploaderMb = Math.Round(uploader!.PeakMb, 1),
            PeakRssServerMb = Math.Round(Server.Program.PeakMb, 1),
        };
    }

    private double? SecondsToFirstAlert() => phone.Alerts is [var first, ..]
        ? Math.Round((first.At - (options.MaxSpeed && firstEventSeenAt is { } seen ? seen : first.Event.Start)).TotalSeconds, 2)
        : null;
}
