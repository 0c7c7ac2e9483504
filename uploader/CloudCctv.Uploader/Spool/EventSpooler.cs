using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Events;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Spool;

/// <summary>Writes the events of one camera into the spool as batches. Not thread-safe.</summary>
public sealed class EventSpooler(SpoolFolder spool, string device, string site, string camera, BatchOptions options, Random random, ILogger logger) : IEventSink, IDisposable
{
    private readonly List<BatchName> unfinished = [];
    private readonly SpoolRecovery recovery = new(spool, device, logger);
    private EventName? current;
    private EventName? story;
    private PartFile? part;
    private DateTimeOffset partStart;
    private int parts;
    private int frames;

    public int Events { get; private set; }

    public int Batches { get; private set; }

    public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
    {
        current = EventName.New(site, camera, firstFrames[0].Time, random);
        story = continues ? story : current;
        (parts, frames) = (0, 0);
        Events++;
        logger.EventBegan(current);
        foreach (var frame in firstFrames)
        {
            Write(frame);
            SealIfFull(partStart);
        }

        SealPart();
        FinishEarlier();
        return current;
    }

    public void Add(KeptFrame frame)
    {
        var time = frame.Time;
        Write(frame);
        SealIfFull(time);
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
            try
            {
                part ??= NewPart(frame.Time);
                part.Add(frames + 1, frame);
                frames++;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A full or dying disk: keep watching; the next frame tries again.
                logger.SpoolUnwritable(camera, exception.Message);
            }
        }
    }

    // Half of what the other side accepts; a clock that was set back also closes the part.
    private void SealIfFull(DateTimeOffset time)
    {
        // The first batch left with the frames that confirmed the event, perhaps of a foot in a corner: the second look at what
        // came in must not wait for long either.
        var seconds = parts > BatchName.UrgentParts ? options.Seconds : Math.Min(options.FirstSeconds, options.Seconds);
        if (part is not null && (part.Bytes >= options.Bytes
            || part.Frames >= BatchLimits.Default.MaxEntries / 2
            || Math.Abs((time - partStart).TotalSeconds) >= seconds))
        {
            SealPart();
        }
    }

    private PartFile NewPart(DateTimeOffset time)
    {
        if (parts == BatchName.MaxPart)
        {
            // No event is that long; but if one were, the rest of it is one of its own.
            (current, parts) = (EventName.New(site, camera, time, random), 0);
        }

        // Counted only when the file is there, so that a disk that was full for a while leaves no gap in the numbers.
        var file = new PartFile(spool, device, new BatchName(current!, parts + 1)) { Continues = story == current ? null : story };
        partStart = time;
        parts++;
        return file;
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
            logger.SpoolUnwritable(camera, exception.Message);
            unfinished.Add(new BatchName(current!, parts));
        }
        finally
        {
            part.Dispose();
            part = null;
        }
    }

    // What a full disk kept from being sealed is tried again with each new event.
    private void FinishEarlier()
    {
        foreach (var batch in unfinished.ToList())
        {
            try
            {
                recovery.Finish(batch);
                unfinished.Remove(batch);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                logger.SpoolUnwritable(camera, exception.Message);
            }
        }
    }
}
