using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clock;

/// <summary>
/// Keeps the spool in step with the clock: what was made before the clock was set waits for it for a while, and gets the
/// right time when it is. Remembers the time on disk.
/// </summary>
public sealed class ClockWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MemoryInterval = TimeSpan.FromMinutes(5);

    private readonly CaptureClock clock;
    private readonly SpoolFolder spool;
    private readonly SpoolRetiming retiming;
    private readonly string memoryFile;
    private readonly TimeSpan wait;
    private readonly long startedAt;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly List<(ClockStep Step, HashSet<EventName> Before)> steps = [];
    private readonly HashSet<BatchName> corrected = [];
    private readonly HashSet<BatchName> failed = [];
    private long rememberedAt;

    public ClockWatch(CaptureClock clock, SpoolFolder spool, string memoryFile, ClockOptions options, ILogger logger)
    {
        (this.clock, this.spool, this.memoryFile, this.logger) = (clock, spool, memoryFile, logger);
        retiming = new SpoolRetiming(spool, logger);
        wait = TimeSpan.FromSeconds(options.WaitSeconds);
        startedAt = clock.GetTimestamp();
        clock.Stepped += OnStepped;
        spool.IsHeld = IsHeld;
        spool.IsEstimated = clock.IsEstimated;
        if (!clock.IsSet)
        {
            logger.ClockNotSet(clock.GetUtcNow(), options.WaitSeconds);
        }
    }

    /// <summary>Runs until there is no more to watch, or until stopped.</summary>
    public async Task RunAsync(CancellationToken finishing, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(finishing, cancellationToken);
        Remember();
        while (!either.IsCancellationRequested)
        {
            try
            {
                Round();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The spool's folder is gone for now; writers and lanes say so.
                logger.ClockNotRemembered(exception.Message);
            }

            await Task.Delay(Interval, clock, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks at the clock once, and corrects what waits. Called by one thread at a time.</summary>
    public void Round()
    {
        clock.GetUtcNow();
        foreach (var batch in spool.Waiting())
        {
            if (ShiftOf(batch) is { } shift)
            {
                Correct(batch, shift);
            }
        }

        if (clock.GetElapsedTime(rememberedAt) >= MemoryInterval)
        {
            Remember();
        }

        // Whoever waited for the clock, or for the end of the wait, looks again.
        spool.Wake();
    }

    public void Dispose()
    {
        clock.Stepped -= OnStepped;
        Remember();
    }

    private void Correct(BatchName batch, TimeSpan shift)
    {
        try
        {
            if (retiming.Retime(batch, shift) is { } target)
            {
                Note(corrected, target);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ManifestException)
        {
            // Tried again at the next round; told once.
            if (Note(failed, batch))
            {
                logger.RetimingFailed(batch, exception.Message);
            }
        }
    }

    private bool Note(HashSet<BatchName> batches, BatchName batch)
    {
        lock (gate)
        {
            return batches.Add(batch);
        }
    }

    // After a step forward, what lies in the old timeline was made in it. After a step back the timelines overlap: there it
    // is what lay in the spool at that moment, and what claims to come from the future.
    private TimeSpan? ShiftOf(BatchName batch)
    {
        // A clip is sent under the name that its event has in the cloud, or under one that nobody expects to change.
        if (batch.IsClip)
        {
            return null;
        }

        lock (gate)
        {
            var start = batch.Event.Start;
            var index = corrected.Contains(batch) ? -1 : steps.FindIndex(entry => entry.Step.Concerns(start)
                && (entry.Step.Shift > TimeSpan.Zero || entry.Before.Contains(batch.Event) || start > entry.Step.To + clock.GetElapsedTime(entry.Step.Timestamp)));

            // Later steps moved the timeline on.
            return index < 0 ? null : steps.Skip(index).Aggregate(TimeSpan.Zero, (sum, entry) => sum + entry.Step.Shift);
        }
    }

    private bool IsHeld(BatchName batch) =>
        ShiftOf(batch) is not null || (!batch.IsClip && !clock.IsSet && clock.IsEstimated(batch.Event.Start) && clock.GetElapsedTime(startedAt) < wait);

    private void OnStepped(ClockStep step)
    {
        logger.ClockStepped(step.From, step.To);
        var before = spool.Whole().Where(batch => !batch.IsClip).Select(batch => batch.Event).ToHashSet();
        lock (gate)
        {
            steps.Add((step, before));
        }

        Remember();
    }

    private void Remember()
    {
        rememberedAt = clock.GetTimestamp();
        try
        {
            clock.Remember().Write(memoryFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.ClockNotRemembered(exception.Message);
        }
    }
}
