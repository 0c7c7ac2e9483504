using CloudCctv.Analysis;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Detection;
using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.EasyAuth;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Support;

/// <summary>A gallery as a host puts it together, on a free port of 127.0.0.1, over a folder store.</summary>
internal sealed class GalleryServer : IAsyncDisposable
{
    private readonly TempFolder? ownFolder;
    private readonly WebApplication app;

    private GalleryServer(TempFolder? ownFolder, string folder, AccessKey key, WebApplication app)
    {
        (this.ownFolder, Folder, Key, this.app) = (ownFolder, folder, key, app);
        Browser = NewBrowser();
    }

    public AccessKey Key { get; }

    /// <summary>Of the store; several servers may share one.</summary>
    public string Folder { get; }

    public Uri Url => new(app.Urls.First());

    /// <summary>Keeps cookies, follows nothing.</summary>
    public Visitor Browser { get; }

    public IServiceProvider Services => app.Services;

    public IObjectStore Objects => Services.GetRequiredService<IObjectStore>();

    public SightingStore Sightings => Services.GetRequiredService<SightingStore>();

    public SightingIndex Index => Services.GetRequiredService<SightingIndex>();

    public NewestSighting Newest => Services.GetRequiredService<NewestSighting>();

    public QuarantineStore Quarantine => Services.GetRequiredService<QuarantineStore>();

    /// <summary>Where the folder store keeps an object.</summary>
    public string FileOf(ObjectName name) => Path.Combine(Folder, "objects", name.Value);

    public static async Task<GalleryServer> StartAsync(
        GalleryServer? sharing = null, AccessKey? key = null, string zone = "UTC", bool behindFrontEnd = false, Func<IObjectStore, IObjectStore>? wrap = null, StoreOptions? elsewhere = null,
        TimeProvider? time = null, bool streams = true, bool indexed = true,
        IReadOnlyDictionary<string, string?>? settings = null, EasyAuthOptions? easyAuth = null, IDetector? detector = null)
    {
        var ownFolder = sharing is null ? new TempFolder() : null;
        var folder = sharing?.Folder ?? ownFolder!.Path;
        key ??= sharing?.Key ?? AccessKey.Generate();
        var store = StoreFactory.Create(elsewhere ?? new StoreOptions { Folder = folder }, TimeProvider.System);
        await store.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        if (detector is not null)
        {
            builder.Services.AddSingleton(detector);
        }

        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services
            .AddSingleton(time ?? TimeProvider.System)
            .AddSingleton(store with { Objects = wrap?.Invoke(store.Objects) ?? store.Objects })
            .AddCloudCctvAnalysis(new ConfigurationBuilder().AddInMemoryCollection(settings ?? new Dictionary<string, string?>()).Build())
            .AddCloudCctvGallery(new GalleryOptions { AccessKey = key, Zone = TimeZoneInfo.FindSystemTimeZoneById(zone), BehindFrontEnd = behindFrontEnd, Streams = streams, EasyAuth = easyAuth });
        var app = builder.Build();
        app.Run(app.Services.GetRequiredService<GalleryPipeline>().InvokeAsync);
        if (indexed)
        {
            // As the host's worker does at its start.
            await app.Services.GetRequiredService<IndexBuilder>().BuildAsync(TestContext.Current.CancellationToken);
        }

        await app.StartAsync(TestContext.Current.CancellationToken);
        return new GalleryServer(ownFolder, folder, key, app);
    }

    /// <summary>Starts one, and signs its browser in.</summary>
    public static async Task<GalleryServer> StartSignedInAsync(string zone = "UTC", StoreOptions? elsewhere = null)
    {
        var server = await StartAsync(zone: zone, elsewhere: elsewhere);
        await server.Browser.SignInAsync(server.Key.Text);
        return server;
    }

    /// <summary>Ends it, as a power cut would for those who look at it; the store stays.</summary>
    public Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    public Visitor NewBrowser() => new(Url);

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await app.DisposeAsync();
        ownFolder?.Dispose();
    }
}
