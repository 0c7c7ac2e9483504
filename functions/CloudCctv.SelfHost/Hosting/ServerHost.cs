using CloudCctv.Analysis;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Inbox;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Detection;
using CloudCctv.Gallery;
using CloudCctv.SelfHost.Logging;
using CloudCctv.SelfHost.Numbered;
using CloudCctv.SelfHost.Settings;
using CloudCctv.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.SelfHost.Hosting;

/// <summary>One process that does everything that Azure would: the handlers of the cloud side and the gallery.</summary>
internal static partial class ServerHost
{
    /// <summary>Runs until a signal or the token ends it.</summary>
    public static async Task RunAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(settings.Data);
        var store = StoreFactory.Create(settings.Store, TimeProvider.System);
        await using var app = Build(settings, store);
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CloudCctv.Server");

        // Now rather than with the first batch, so that a wrong model is found by who gave it.
        var model = app.Services.GetRequiredService<IDetector>().Model;
        app.Services.GetRequiredService<FaceAnalyst>();
        await store.EnsureCreatedAsync(cancellationToken);

        LogStarting(logger, store.Description, model.Name);
        using var file = new ServerFile(settings.Data);
        await app.StartAsync(cancellationToken);
        var url = app.Urls.First();
        file.Write(url);
        LogListening(logger, url);
        await app.WaitForShutdownAsync(cancellationToken);
        LogStopped(logger);
    }

    // Empty: no other settings than ours, such as ASPNETCORE_URLS or an appsettings.json that happens to lie around.
    private static WebApplication Build(ServerSettings settings, Store store)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.AddServerHeader = false).UseUrls(settings.Server.Url);
        builder.Logging.AddPlainConsole();
        builder.Services.AddSingleton(store);
        builder.Services.AddCloudCctvAnalysis(settings.Configuration);
        builder.Services.AddCloudCctvWorkers();
        builder.Services.AddCloudCctvGallery(new GalleryOptions
        {
            AccessKey = ServerKey.Find(settings.Data),
            Zone = settings.Zone,
            BehindFrontEnd = settings.Server.BehindFrontEnd,
        });
        if (settings.Server.NumberedFolder is { Length: > 0 } folder)
        {
            builder.Services.AddSingleton(services => new NumberedPictures(
                services.GetRequiredService<SightingCalendar>(), services.GetRequiredService<SightingStore>(), Path.GetFullPath(folder), settings.Server.NumberedMegabytes * 1_000_000L));
            builder.Services.AddHostedService<NumberedWorker>();
        }

        var app = builder.Build();
        ((IApplicationBuilder)app).Map(DropboxHook.Path, hook => hook.Run(app.Services.GetRequiredService<DropboxHook>().AnswerAsync));
        app.Run(app.Services.GetRequiredService<GalleryPipeline>().InvokeAsync);
        return app;
    }

    [LoggerMessage(900, LogLevel.Information, "Server starts: {Store}; model {Model}")]
    private static partial void LogStarting(ILogger logger, string store, string model);

    [LoggerMessage(901, LogLevel.Information, "Gallery at {Url}")]
    private static partial void LogListening(ILogger logger, string url);

    [LoggerMessage(902, LogLevel.Information, "Server stopped")]
    private static partial void LogStopped(ILogger logger);
}
