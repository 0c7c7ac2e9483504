using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Spool;

/// <summary>
/// Looks after the spool between events: finishes what a full disk left unfinished, notices when the disk is well again, and
/// what others changed in the folder.
/// </summary>
public sealed class SpoolUpkeep(SpoolFolder spool, SpoolRecovery recovery, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Rounds without a failure until trouble is over: a disk that is full to the brim fails now and then, and is told of once.</summary>
    private const int QuietRounds = 6;

    /// <summary>Room without which a full spool stays full, however quiet it is.</summary>
    private const long WellBytes = 1_000_000;

    /// <summary>Rounds between two looks at the folder.</summary>
    private const int RefreshRounds = 60;

    private long failures;
    private int quiet;
    private int rounds;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Round();
        }
    }

    /// <summary>One look. Called by one thread at a time.</summary>
    public void Round()
    {
        recovery.TryAgain();
        if (spool.Trouble.Failures is { } now)
        {
            quiet = now == failures ? quiet + 1 : 0;
            failures = now;
            EndTrouble();
        }

        if (++rounds % RefreshRounds == 0)
        {
            Refresh();
        }
    }

    private void EndTrouble()
    {
        if (quiet >= QuietRounds && spool.Room?.IsShort(WellBytes) != true && spool.CanWrite())
        {
            var (failed, framesLost) = spool.Trouble.End();
            (failures, quiet) = (0, 0);
            logger.SpoolWritable(framesLost, failed);
            Refresh();
        }
    }

    private void Refresh()
    {
        try
        {
            spool.Refresh();
            spool.Wake();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (spool.Trouble.Failed())
            {
                logger.SpoolUnwritable(exception.Message);
            }
        }
    }
}
