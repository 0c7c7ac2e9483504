using System.Globalization;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>
/// Puts copies of clips into the spool. Evidence goes before: a clip takes no room that anything else would have to give up, and
/// none below the floor of the disk. Never throws for a disk that is full or gone. Thread-safe.
/// </summary>
/// <param name="spool">Where to.</param>
/// <param name="device">Of this computer, for the manifest.</param>
/// <param name="logger">Told of each clip, and once of each that cannot be sent, or not now.</param>
public sealed class ClipSender(SpoolFolder spool, string device, ILogger logger)
{
    private const int MostRemembered = 200;

    private readonly Lock gate = new();
    private readonly HashSet<EventName> told = [];

    /// <summary>Whether the name of an event is no longer expected to change.</summary>
    internal bool IsSure(EventName name) => !spool.IsEstimated(name.Start) && !spool.IsHeld(new BatchName(name, 1));

    /// <param name="name">Of the event, as the cloud knows it.</param>
    /// <param name="clip">Path of the mp4, which stays as it is.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    internal ClipOutcome Put(EventName name, string clip, CancellationToken cancellationToken)
    {
        var batch = new BatchName(name, BatchName.ClipPart);
        if (!spool.Claims.TryClaim(batch))
        {
            // It is just being sent, or put there by somebody else.
            return spool.IsSealed(batch) ? ClipOutcome.Spooled : ClipOutcome.NotNow;
        }

        try
        {
            return spool.IsSealed(batch) ? ClipOutcome.Spooled : PutClaimed(batch, clip, cancellationToken);
        }
        catch (FileNotFoundException)
        {
            return ClipOutcome.Never;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Tell(name, () => logger.ClipNotSpooled(name, exception.Message));
            return ClipOutcome.NoRoom;
        }
        finally
        {
            spool.Claims.Release(batch);
            spool.Wake();
        }
    }

    private ClipOutcome PutClaimed(BatchName batch, string path, CancellationToken cancellationToken)
    {
        using var clip = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        if (FaultOf(clip) is { } fault)
        {
            Tell(batch.Event, () => logger.ClipNotSent(batch.Event, fault.Text));
            return fault.Outcome;
        }

        if (spool.Room is { } room && !room.Has(ClipBatchFile.RoomFor(clip), out var lack))
        {
            Tell(batch.Event, () => logger.ClipNotSpooled(batch.Event, lack!));
            return ClipOutcome.NoRoom;
        }

        clip.Position = 0;
        ClipBatchFile.Write(spool, device, batch, clip, cancellationToken);
        logger.ClipSpooled(batch.Event, clip.Length / 1000);
        lock (gate)
        {
            told.Remove(batch.Event);
        }

        return ClipOutcome.Spooled;
    }

    private static (ClipOutcome Outcome, string Text)? FaultOf(FileStream clip) => clip.Length > ClipOptions.MaxSentBytes
        ? (ClipOutcome.TooLong, string.Create(CultureInfo.InvariantCulture, $"it has {clip.Length / 1_000_000} MB, and {ClipOptions.MaxSentBytes / 1_000_000} MB can be sent at most; with clips.maximumMegabytes at 900 none gets longer"))
        : !Mp4File.IsH264(clip) ? (ClipOutcome.NotPlayable, "it is not H.264, and browsers do not play it")
        : null;

    // Looked at again and again, said once.
    private void Tell(EventName name, Action say)
    {
        lock (gate)
        {
            if (told.Count >= MostRemembered)
            {
                told.Clear();
            }

            if (!told.Add(name))
            {
                return;
            }
        }

        say();
    }
}
