using CloudCctv.Analysis.Inbox;
using CloudCctv.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Hosting;

/// <summary>Takes what comes into the inbox as soon as it is there, by a question that stays open until there is news.</summary>
public sealed class InboxWorker(DropboxInbox inbox, DropboxOptions options, TimeProvider time, ILogger<InboxWorker> logger) : BackgroundService
{
    /// <summary>Where there is nothing to wait at: no folder yet, or files that could not be taken.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => inbox.IsConfigured
        ? Task.Run(() => EndlessLoop.RunAsync(() => TurnAsync(stoppingToken), time, logger, stoppingToken), stoppingToken)
        : Task.CompletedTask;

    private async Task TurnAsync(CancellationToken stop)
    {
        try
        {
            var round = await inbox.TakeAsync(stop);
            var pause = round.Cursor is { } cursor ? await inbox.WaitAsync(cursor, options.Wait, stop) : Pause;
            await Task.Delay(pause, time, stop);
        }
        catch (StoreUnreachableException exception) when (exception.RetryAfter is { } asked)
        {
            logger.LoopFailed(exception, asked);
            await Task.Delay(asked < options.Wait ? asked : options.Wait, time, stop);
        }
    }
}
