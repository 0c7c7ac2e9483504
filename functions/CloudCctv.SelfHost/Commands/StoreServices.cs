using CloudCctv.Analysis;
using CloudCctv.Analysis.Fsck;
using CloudCctv.SelfHost.Settings;
using CloudCctv.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands;

/// <summary>The cloud side for a command that works on a server's store beside it: no loops, no pages.</summary>
internal static class StoreServices
{
    /// <summary>The same for a store that must be there already.</summary>
    /// <exception cref="SettingsException">It is not.</exception>
    public static ServiceProvider Existing(ServerSettings settings) =>
        settings.Store.Folder is { } folder && !Directory.Exists(folder)
            ? throw new SettingsException($"{folder}: there is no store here; name its folder with --store, or that of its server with --data.")
            : Build(settings);

    public static ServiceProvider Build(ServerSettings settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(StoreFactory.Create(settings.Store, TimeProvider.System))
        .AddCloudCctvAnalysis(settings.Configuration)
        .AddCloudCctvFsck()
        .BuildServiceProvider();
}
