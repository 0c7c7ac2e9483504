using System.Threading.Channels;
using CloudCctv.Contracts.Health;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Health;

/// <summary>
/// Sends a heartbeat when its time has come, with an upload in the second half of the time before it, and at once when
/// something changed. A heartbeat that cannot be sent is not kept: the next one says more.
/// </summary>
internal sealed class HeartbeatLoop : IDisposable
{
    // A camera that comes and goes every second sends no heartbeat every second.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DeviceHealth health;
    private readonly Func<Heartbeat> make;
    private readonly IObjectStore store;
    private readonly ObjectName name;
    private readonly TimeSpan interval;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile bool changed;
    private volatile bool uploaded;
    private bool failing;

    public HeartbeatLoop(HealthOptions options, DeviceHealth health, Func<Heartbeat> make, IObjectStore store, ObjectName name, TimeProvider clock, ILogger logger)
    {
        (this.health, this.make, this.store, this.name, this.clock, this.logger) = (health, make, store, name, clock, logger);
        interval = TimeSpan.FromSeconds(options.HeartbeatSeconds);
        health.Changed += OnChanged;
        health.Uploaded += OnUploaded;
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            (changed, uploaded) = (false, false);
            var began = clock.GetTimestamp();
            await SendAsync(cancellationToken);
            await DueAsync(began, cancellationToken);
        }
    }

    public void Dispose()
    {
        health.Changed -= OnChanged;
        health.Uploaded -= OnUploaded;
    }

    private async Task DueAsync(long lastBegan, CancellationToken cancellationToken)
    {
        while (true)
        {
            var left = (changed ? Rest : uploaded ? interval / 2 : interval) - clock.GetElapsedTime(lastBegan);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            // Only an upload in the second half counts; one before it leaves the link idle again.
            if (uploaded && !changed)
            {
                uploaded = false;
                continue;
            }

            await WakeOrAsync(left, cancellationToken);
        }
    }

    private async Task WakeOrAsync(TimeSpan left, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(left, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing happened in this time.
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await store.PutAsync(name, HeartbeatSerializer.Write(make()), either.Token);
            if (failing)
            {
                logger.HeartbeatBack();
            }

            failing = false;
        }
        catch (StoreException exception)
        {
            Failed(exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Failed($"no answer within {Patience.TotalSeconds:0} s");
        }
    }

    private void Failed(string reason)
    {
        if (!failing)
        {
            logger.HeartbeatFailed(reason);
        }

        failing = true;
    }

    private void OnChanged()
    {
        changed = true;
        wake.Writer.TryWrite(true);
    }

    private void OnUploaded()
    {
        uploaded = true;
        wake.Writer.TryWrite(true);
    }
}
