using System.Net;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Live.Pictures;
using CloudCctv.Uploader.Live.Probe;
using CloudCctv.Uploader.Live.Recording;
using CloudCctv.Uploader.Live.Saved;
using CloudCctv.Uploader.Live.Tuning;
using CloudCctv.Uploader.Live.Web;
using CloudCctv.Uploader.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Live;

/// <summary>One web server with the page on it. Disposing ends every stream and stops it.</summary>
internal sealed class LiveServer : IAsyncDisposable
{
    // Wishes are small: a hundred corners of 64 polygons.
    private const int LargestRequestBytes = 512 << 10;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly WebApplication app;
    private readonly WrongKeys wrongKeys;

    private LiveServer(WebApplication app, WrongKeys wrongKeys) => (this.app, this.wrongKeys) = (app, wrongKeys);

    /// <summary>Where it listens.</summary>
    public Uri Url => new(app.Urls.First());

    public IReadOnlyList<Endpoint> Endpoints => app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The address is not this computer's.</exception>
    public static async Task<LiveServer> StartAsync(
        UploaderSettings settings, LiveKey key, CameraViews views, SettingsWriter file, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequestBytes;
            kestrel.Limits.MaxConcurrentConnections = 100 + (4 * settings.Live.MaxViewers);
            kestrel.Listen(IPAddress.Parse(settings.Live.Address), settings.Live.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Farewell);
        var app = builder.Build();
        var wrongKeys = new WrongKeys(logger);
        Build(app, settings, key, views, file, wrongKeys, clock, logger);
        try
        {
            await app.StartAsync(cancellationToken);
            return new LiveServer(app, wrongKeys);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        wrongKeys.Dispose();
    }

    private static void Build(
        WebApplication app, UploaderSettings settings, LiveKey key, CameraViews views, SettingsWriter file, WrongKeys wrongKeys, TimeProvider clock, ILogger logger)
    {
        var sessions = new Sessions(key, clock);
        var rules = new AccessRules(new KnownHosts(settings.Live.Names), key, sessions, wrongKeys);
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use(SecurityHeaders.InvokeAsync);
        app.Use(new Faults(logger).InvokeAsync);
        app.UseRouting();
        // A viewer that stays silent for this long is gone; without it, a phone out of range would be watched for ever.
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(15), KeepAliveTimeout = TimeSpan.FromSeconds(15) });
        app.Use(rules.InvokeAsync);
        app.MapAssets(views);
        new SignIn(key, sessions, wrongKeys).Map(app);
        new PictureEndpoints(views, new ViewerSeats(settings.Live.MaxViewers), clock, stopping).Map(app);
        new TuningEndpoints(views, file, settings.Live.Gallery, logger).Map(app);
        new RecordingEndpoints(views, logger).Map(app);
        new SavedEndpoints(views, settings.DataFolder, logger).Map(app);
        new ProbeEndpoint(new SourceProbe(settings.Live, clock), views, logger, stopping).Map(app);
    }
}
