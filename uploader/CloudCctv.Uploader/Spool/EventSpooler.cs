using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Events;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Spool;

/// <summary>Writes the events of one camera into the spool as batches. Never throws for a disk that is full or gone. Not thread-safe.</summary>
public sealed class EventSpooler : IEventSink, IDisposable
{
    private readonly SpoolFolder spool;
    private readonly string device;
    private readonly string site;
    private readonly string camera;
    private readonly BatchOptions options;
    private readonly Random random;
    private readonly ILogger logger;
    private readonly SpoolRecovery recovery;
    private EventName? current;
    private EventName? story;
    private PartFile? part;
    private DateTimeOffset partStart;

    // Since when the part that is to leave next covers time, with or without frames.
    private DateTimeOffset turn;
    private int parts;
    private int frames;

    /// <param name="spool">Where to.</param>
    /// <param name="device">Of this computer, for the manifest.</param>
    /// <param name="site">Of the names.</param>
    /// <param name="camera">Of the names.</param>
    /// <param name="options">When a batch is closed.</param>
    /// <param name="random">For the ids of events.</param>
    /// <param name="logger">Hears of events, batches and losses.</param>
    /// <param name="recovery">Who finishes what cannot be sealed now; null for one of its own, which tries with each new event.</param>
    public EventSpooler(SpoolFolder spool, string device, string site, string camera, BatchOptions options, Random random, ILogger logger, SpoolRecovery? recovery = null)
    {
        (this.spool, this.device, this.site, this.camera) = (spool, device, site, camera);
        (this.options, this.random, this.logger) = (options, random, logger);
        this.recovery = recovery ?? new SpoolRecovery(spool, device, logger);
    }

    public int Events { get; private set; }

    public int Batches { get; private set; }

    public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
    {
        // The picture of the scene before is older than what is told.
        current = EventName.New(site, camera, (firstFrames.FirstOrDefault(frame => frame.Moment != FrameRecord.Before) ?? firstFrames[0]).Time, random);
        story = continues ? story : current;
        (parts, frames) = (0, 0);
        Events++;
        logger.EventBegan(current);
        foreach (var frame in firstFrames)
        {
            turn = frame.Time;
            Write(frame);
            if (frame.Moment is null && IsLarge)
            {
                SealPart();
            }
        }

        SealPart();
        recovery.TryAgain();
        return current;
    }

    public void Add(KeptFrame frame)
    {
        var time = frame.Time;
        Write(frame);
        if (IsLarge || IsOver(time))
        {
            Leave(time);
        }
    }

    public bool IsDue(DateTimeOffset time) => IsShort && IsOver(time);

    public void Leave(DateTimeOffset time)
    {
        // Where there is nothing yet, it leaves as soon as there is something.
        if (part is not null)
        {
            SealPart();
            turn = time;
        }
    }

    public void End()
    {
        SealPart();
        logger.EventEnded(current!, frames);
        current = null;
    }

    public void Dispose() => part?.Dispose();

    private void Write(KeptFrame frame)
    {
        using (frame)
        {
            var batch = part is null ? NextName(frame.Time) : new BatchName(current!, parts);
            if (spool.Room?.TryTake(batch, PartFile.RoomFor(frame), out var fault) == false)
            {
                Lose(fault!);
                return;
            }

            try
            {
                part ??= NewPart(batch, frame.Time);
                part.Add(frames + 1, frame);
                frames++;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A full or dying disk: keep watching; the next frame tries again.
                Lose(exception.Message);
            }
        }
    }

    private void Lose(string reason)
    {
        if (spool.Trouble.Failed(framesLost: 1))
        {
            logger.SpoolUnwritable(reason);
        }
    }

    // Half of what the other side accepts.
    private bool IsLarge => part is not null && (part.Bytes >= options.Bytes || part.Frames >= BatchLimits.Default.MaxEntries / 2);

    // The first batch left with the frames that confirmed the event, perhaps of a head at the lower edge: the next looks at
    // who walks in must not wait for long either.
    private bool IsShort => (part is null ? parts + 1 : parts) <= BatchName.UrgentParts;

    // A short one covers the time since the one before, frames or not; any other that since its own first frame. A clock that was
    // set back ends it, too.
    private bool IsOver(DateTimeOffset time) => IsShort
        ? (time - turn).Duration() >= ShortTime
        : part is not null && (time - partStart).Duration() >= TimeSpan.FromSeconds(options.Seconds);

    // A little less, because frames do not arrive to the millisecond. The last one is twice as long: few are recognised only then.
    private TimeSpan ShortTime => TimeSpan.FromSeconds(0.9 * Math.Min(options.FirstSeconds * (IsLastShort ? 2 : 1), options.Seconds));

    private bool IsLastShort => (part is null ? parts + 1 : parts) == BatchName.UrgentParts;

    private BatchName NextName(DateTimeOffset time)
    {
        if (parts == BatchName.MaxPart)
        {
            // No event is that long; but if one were, the rest of it is one of its own.
            (current, parts) = (EventName.New(site, camera, time, random), 0);
        }

        return new BatchName(current!, parts + 1);
    }

    private PartFile NewPart(BatchName batch, DateTimeOffset time)
    {
        try
        {
            var file = new PartFile(spool, device, batch) { Continues = story == current ? null : story };
            partStart = time;
            // Counted only when the file is there, so that a disk that was full for a while leaves no gap in the numbers.
            parts++;
            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException && File.Exists(spool.PartFileOf(batch)))
        {
            // A disk that broke between making the file and saying so: the name is taken, now and when it is back.
            parts++;
            recovery.Later(batch);
            throw;
        }
    }

    private void SealPart()
    {
        if (part is null)
        {
            return;
        }

        try
        {
            if (part.Frames == 0)
            {
                // Not one frame could be written to it.
                part.Discard();
                return;
            }

            part.Seal();
            Batches++;
            logger.BatchSealed(new BatchName(current!, parts), part.Frames, part.Bytes / 1000);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (spool.Trouble.Failed())
            {
                logger.SpoolUnwritable(exception.Message);
            }

            recovery.Later(new BatchName(current!, parts));
        }
        finally
        {
            part.Dispose();
            part = null;
        }
    }
}
