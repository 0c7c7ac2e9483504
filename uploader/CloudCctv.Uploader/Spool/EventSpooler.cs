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
    private PartFile? part;
    private DateTimeOffset partStart;
    private int parts;
    private int frames;

    public int Events { get; private set; }

    public int Batches { get; private set; }

    public void Confirm(IReadOnlyList<KeptFrame> firstFrames)
    {
        FinishEarlier();
        current = EventName.New(site, camera, firstFrames[0].Time, random);
        (parts, frames) = (0, 0);
        Events++;
        logger.EventBegan(current);
        foreach (var frame in firstFrames)
        {
            Write(frame);
        }

        SealPart();
    }

    public void Add(KeptFrame frame)
    {
        Write(frame);
        if (part is not null && (part.Bytes >= options.Bytes || (frame.Time - partStart).TotalSeconds >= options.Seconds))
        {
            SealPart();
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

    private PartFile NewPart(DateTimeOffset time)
    {
        // Counted only when the file is there, so that a disk that was full for a while leaves no gap in the numbers.
        var file = new PartFile(spool, device, new BatchName(current!, parts + 1));
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
                return;
            }
        }
    }
}
