using CloudCctv.Analysis.Batches;
using CloudCctv.Storage;
using Microsoft.Extensions.Hosting;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Wakes the workers when the store says that a message has come; where it cannot, they look by themselves.</summary>
public sealed class QueueWatcher(Store store, WakeSignals wake) : IHostedService, IDisposable
{
    private IDisposable? watch;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        watch = store.WatchQueue?.Invoke(wake.Batches.Set);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => watch?.Dispose();
}
