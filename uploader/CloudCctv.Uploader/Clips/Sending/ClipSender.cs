using System.Globalization;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Spool.Room;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>
/// Puts copies of clips into the spool. Evidence goes before: a clip takes no room that anything else would have to give up, and
/// none below the floor of the disk. Never throws for a disk that is full or gone. Thread-safe.
/// </summary>
/// <param name="spool">Where to.</param>
/// <param name="device">Of this computer, for the manifest.</param>
/// <param name="logger">Told of each clip, once of each that cannot be sent, and once of all that find no room until one does.</param>
public sealed class ClipSender(SpoolFolder spool, string device, ILogger logger)
{
    private const int MostRemembered = 200;

    private readonly Lock gate = new();
    private readonly HashSet<EventName> told = [];
    private bool saidShort;

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
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Tell(name, () => logger.ClipNotSpooled(name, "pictures needed its room while it was copied"));
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

        string? lack = null;
        using var place = spool.Room?.TryReserve(batch, ClipBatchFile.RoomFor(clip.Length), out lack);
        if (lack is not null)
        {
            TellShort(batch.Event, lack);
            return ClipOutcome.NoRoom;
        }

        clip.Position = 0;
        Copy(batch, clip, place, cancellationToken);
        logger.ClipSpooled(batch.Event, clip.Length / 1000);
        Forget(batch.Event);
        return ClipOutcome.Spooled;
    }

    private void Copy(BatchName batch, FileStream clip, ClipPlace? place, CancellationToken cancellationToken)
    {
        if (place is null)
        {
            spool.Grew(batch, ClipBatchFile.RoomFor(clip.Length));
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, place?.Taken ?? CancellationToken.None);
        ClipBatchFile.Write(spool, device, batch, clip, either.Token);
    }

    private static (ClipOutcome Outcome, string Text)? FaultOf(FileStream clip) => clip.Length > ClipOptions.MaxSentBytes
        ? (ClipOutcome.TooLong, string.Create(CultureInfo.InvariantCulture, $"it has {clip.Length / 1_000_000} MB, and {ClipOptions.MaxSentBytes / 1_000_000} MB can be sent at most; with clips.maximumMegabytes at 900 none gets longer"))
        : !Mp4File.IsH264(clip) ? (ClipOutcome.NotPlayable, "it is not H.264, and browsers do not play it")
        : null;

    // Looked at again and again, said once. Of more than can be remembered, the rest is not said at all.
    private void Tell(EventName name, Action say)
    {
        lock (gate)
        {
            if (told.Count >= MostRemembered || !told.Add(name))
            {
                return;
            }
        }

        say();
    }

    // It is the spool's lack, and the same for all.
    private void TellShort(EventName name, string lack)
    {
        lock (gate)
        {
            if (saidShort)
            {
                return;
            }

            saidShort = true;
        }

        logger.ClipNotSpooled(name, lack);
    }

    private void Forget(EventName name)
    {
        lock (gate)
        {
            saidShort = false;
            told.Remove(name);
            if (told.Count >= MostRemembered)
            {
                told.Clear();
            }
        }
    }
}
