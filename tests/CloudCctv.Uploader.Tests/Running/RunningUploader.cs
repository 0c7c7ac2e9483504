using System.Collections.Concurrent;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Uploader.Commands;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Tests.Running;

/// <summary>An uploader in this process, with what it logged, stopped at the end.</summary>
internal sealed class RunningUploader : IAsyncDisposable, ILogger
{
    private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentQueue<string> log = new();
    private readonly Task running;

    public RunningUploader(string settingsFile, Store store)
    {
        Store = store;
        Settings = new SettingsInForce(new CommandSettings { Config = settingsFile }.Merge, this);
        Watch = new SettingsFileWatch(settingsFile, Settings, TimeProvider.System, this);
        Run = new UploaderRun(Settings, store, TimeProvider.System, this);
        running = Run.RunAsync(stop.Token);
    }

    public Store Store { get; }

    public SettingsInForce Settings { get; }

    public SettingsFileWatch Watch { get; }

    public UploaderRun Run { get; }

    public IReadOnlyCollection<string> Log => log;

    public long FramesOf(string camera) => Run.Health.CameraOf(camera).FramesSeen;

    public bool Logged(string text) => log.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <returns>Null before the first.</returns>
    public async Task<Heartbeat?> HeartbeatAsync()
    {
        try
        {
            await using var stored = await Store.Objects.OpenReadAsync(new ObjectName(StoreLayout.HealthOf("farm", "pi")), stop.Token);
            return stored is null ? null : await ReadAsync(stored.Content);
        }
        catch (StoreUnreachableException)
        {
            // The uploader has not made the container yet.
            return null;
        }
    }

    private async Task<Heartbeat> ReadAsync(Stream content)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, stop.Token);
        Assert.True(HeartbeatSerializer.TryRead(bytes.ToArray(), out var heartbeat, out var fault), fault);
        return heartbeat;
    }

    public Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(120));
        while (!await condition())
        {
            Assert.False(running.IsFaulted, running.Exception?.ToString());
            Assert.False(deadline.IsCancellationRequested, "not within 120 s; the log: " + string.Join(Environment.NewLine, log));
            await Task.Delay(20, stop.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Watch.Dispose();
        stop.Dispose();
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Enqueue(formatter(state, exception));
}
