using CloudCctv.Analysis;
using CloudCctv.Analysis.Devices;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery;
using CloudCctv.Gallery.Access;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Pairing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Pairing;

/// <summary>A cloud side over Azurite, on a port of its own, and devices that speak to it over HTTP.</summary>
internal sealed class PairingSite : IAsyncDisposable
{
    private readonly TempFolder folder = new();
    private readonly AccessKey accessKey = AccessKey.Generate();
    private readonly DeviceOptions options;
    private readonly List<IDisposable> open = [];
    private WebApplication? app;

    private PairingSite(AzuriteServer azurite, DeviceOptions options)
    {
        this.options = options;
        Azurite = azurite;
        var name = AzuriteFixture.UniqueName()[..20];
        Options = new StoreOptions { ConnectionString = azurite.ConnectionString, Container = name, Queue = name };
        Store = StoreFactory.Create(Options, TimeProvider.System);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public AzuriteServer Azurite { get; }

    public StoreOptions Options { get; }

    /// <summary>With the account's key.</summary>
    public Store Store { get; }

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    /// <summary>Of the server: codes and challenges grow old by it.</summary>
    public ManualTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public DeviceRegistry Registry => app!.Services.GetRequiredService<DeviceRegistry>();

    /// <summary>As the cloud side sees it.</summary>
    public IObjectStore Seen => app!.Services.GetRequiredService<IObjectStore>();

    public static async Task<PairingSite> StartAsync(AzuriteFixture azurite, DeviceOptions? options = null)
    {
        var site = new PairingSite(await azurite.ServerAsync(), options ?? new DeviceOptions());
        await site.Store.EnsureCreatedAsync(Token);
        await site.OpenAsync("http://127.0.0.1:0");
        site.Url = new Uri(site.app!.Urls.First());
        return site;
    }

    /// <summary>The server is away.</summary>
    public async Task CloseAsync() => await app!.DisposeAsync();

    /// <summary>And is back.</summary>
    public Task ReopenAsync() => OpenAsync(Url.GetLeftPart(UriPartial.Authority));

    public string DataOf(string device) => folder.File(device);

    /// <summary>Adds a device and pairs it, as people would.</summary>
    public async Task<Device> PairAsync(string name, string site = "farm", params string[] cameras)
    {
        var code = await Registry.AddAsync(name, site, cameras, Token);
        using var key = DeviceKeyFile.ReadOrCreate(DataOf(name));
        using var calls = new DeviceCalls(Url, key, "");
        var answer = await calls.PairAsync(code, Token);
        new PairingFile(Url, answer.Device, answer.Site, answer.Cameras).Write(DataOf(name));
        return Start(name);
    }

    /// <summary>A device that was paired before, started anew.</summary>
    public Device Start(string name, TimeProvider? clock = null)
    {
        var key = DeviceKeyFile.Read(DataOf(name));
        var calls = new DeviceCalls(Url, key, name);
        var keeper = new GrantKeeper(calls, PairingFile.Read(DataOf(name))!, clock ?? TimeProvider.System, NullLogger.Instance);
        open.AddRange([keeper, calls, key]);
        return new Device(calls, keeper, StoreFactory.CreateLent(keeper, TimeProvider.System));
    }

    public static BatchName Batch(string site = "farm", string camera = "gate", int part = 1) =>
        new(EventName.New(site, camera, TimeProvider.System.GetUtcNow(), new Random()), part);

    public async ValueTask DisposeAsync()
    {
        open.ForEach(one => one.Dispose());
        await CloseAsync();
        folder.Dispose();
    }

    private async Task OpenAsync(string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Services
            .AddSingleton(Store)
            .AddSingleton<TimeProvider>(Clock)
            .AddCloudCctvAnalysis(new ConfigurationBuilder().Build())
            .AddSingleton(options)
            .AddCloudCctvGallery(new GalleryOptions { AccessKey = accessKey });
        app = builder.Build();
        app.Run(app.Services.GetRequiredService<GalleryPipeline>().InvokeAsync);
        await app.StartAsync(Token);
    }
}

internal sealed record Device(DeviceCalls Calls, GrantKeeper Keeper, Store Store);
