using System.Threading.Channels;
using CloudCctv.Storage;
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
    private readonly Func<CancellationToken, Task> send;
    private readonly TimeSpan interval;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly Channel<bool> wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile bool changed;
    private volatile bool uploaded;
    private bool failing;

    /// <param name="options">How often.</param>
    /// <param name="health">Says when something changed or was uploaded.</param>
    /// <param name="send">Makes a heartbeat and brings it away; throws <see cref="StoreException"/> when it cannot.</param>
    /// <param name="clock">Counts the time between two.</param>
    /// <param name="logger">Told when heartbeats cease to get through, and when they do again.</param>
    public HeartbeatLoop(HealthOptions options, DeviceHealth health, Func<CancellationToken, Task> send, TimeProvider clock, ILogger logger)
    {
        (this.health, this.send, this.clock, this.logger) = (health, send, clock, logger);
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
            await send(either.Token);
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
