using CloudCctv.Analysis;
using CloudCctv.Analysis.Fsck;
using CloudCctv.SelfHost.Settings;
using CloudCctv.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands;

/// <summary>The cloud side for a command that works on a server's store beside it: no loops, no pages.</summary>
internal static class StoreServices
{
    public static ServiceProvider Build(ServerSettings settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(StoreFactory.Create(settings.Store, TimeProvider.System))
        .AddCloudCctvAnalysis(settings.Configuration)
        .AddCloudCctvFsck()
        .BuildServiceProvider();
}
