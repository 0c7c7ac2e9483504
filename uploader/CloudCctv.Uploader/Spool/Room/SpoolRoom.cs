using System.Globalization;
using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Spool.Room;

/// <summary>
/// Keeps the spool within its bounds: in bytes, and by what must stay free on the disk. Room for a frame is made by giving up
/// batches that are worth less than the one the frame belongs to (<see cref="BatchValue"/>), never those that somebody is at
/// work on; if there are none, the frame is not kept. For a clip nothing is given up, and while it is copied its room can be taken back. Thread-safe.
/// </summary>
public sealed class SpoolRoom
{
    private readonly Lock gate = new();
    private readonly SpoolFolder spool;
    private readonly SpoolOptions options;
    private readonly Func<long?> freeBytes;
    private readonly ILogger logger;
    private readonly Dictionary<string, BatchName> refused = [];
    private readonly List<ClipPlace> copied = [];

    // Freed while the disk was below its floor, and not yet written again: the spool must not shrink there, only not grow.
    private long credit;

    /// <param name="spool">Whose room this is.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="freeBytes">What is free on its disk; null if unknown, and then only the bytes are bounded.</param>
    /// <param name="logger">Hears of each batch that is given up.</param>
    public SpoolRoom(SpoolFolder spool, SpoolOptions options, Func<long?> freeBytes, ILogger logger)
    {
        (this.spool, this.options, this.freeBytes, this.logger) = (spool, options, freeBytes, logger);
    }

    /// <summary>A batch was given up, or found no room from the beginning. Raised on the writer's thread.</summary>
    public event Action<BatchName>? GivenUp;

    /// <summary>Makes room for a frame.</summary>
    /// <param name="batch">Which it belongs to.</param>
    /// <param name="bytes">That it will take.</param>
    /// <param name="fault">Why there is no room, for people; null if there is.</param>
    public bool TryTake(BatchName batch, long bytes, out string? fault)
    {
        lock (gate)
        {
            fault = Lack(bytes, credit);
            while (fault is not null && GiveUpLeast(batch, fault))
            {
                fault = Lack(bytes, credit);
            }

            if (fault is null)
            {
                credit = Math.Max(0, credit - bytes);
            }
            else if (refused.GetValueOrDefault(batch.Event.Camera) != batch)
            {
                refused[batch.Event.Camera] = batch;
                GivenUp?.Invoke(batch);
            }

            return fault is null;
        }
    }

    /// <summary>Whether the next batch would have to push another out.</summary>
    public bool IsShort(long bytes)
    {
        lock (gate)
        {
            return Lack(bytes, credit) is not null;
        }
    }

    /// <summary>Keeps room for a clip while it is copied. Nothing is given up for it: not even what was freed for pictures is its own.</summary>
    /// <param name="clip">Claimed by the caller.</param>
    /// <param name="bytes">That it will take.</param>
    /// <param name="fault">Why there is none, for people; null if there is.</param>
    /// <returns>Null if there is none. To be disposed when the copy has its name, or is gone.</returns>
    public ClipPlace? TryReserve(BatchName clip, long bytes, out string? fault)
    {
        lock (gate)
        {
            // The disk shows no more than what the others have written until now.
            fault = Lack(bytes, spare: 0, promised: copied.Sum(place => place.Bytes));
            if (fault is not null)
            {
                return null;
            }

            var place = new ClipPlace(clip, bytes, Leave);
            copied.Add(place);
            spool.Grew(clip, bytes);
            return place;
        }
    }

    /// <summary>Keeps what the store refused within its own bound; the newest stays in any case.</summary>
    /// <exception cref="IOException">The disk is gone or read-only.</exception>
    public void TrimRejected()
    {
        lock (gate)
        {
            while (spool.RejectedBytes > options.RejectedBytes && spool.Rejected() is [var oldest, _, ..])
            {
                GiveUpRejected(oldest, "spool.rejectedMegabytes is reached");
            }
        }
    }

    /// <param name="bytes">That are wanted.</param>
    /// <param name="spare">Of them, what may be taken while the disk is below its floor.</param>
    /// <param name="promised">Of what is free on the disk, what is not to be counted on.</param>
    /// <returns>Null if there is room.</returns>
    private string? Lack(long bytes, long spare, long promised = 0)
    {
        if (spool.Bytes + bytes > options.MaximumBytes)
        {
            return string.Create(CultureInfo.InvariantCulture, $"the spool holds {spool.Bytes / 1_000_000} MB, and spool.maximumMegabytes is {options.MaximumMegabytes}");
        }

        if (freeBytes() is { } free && free - promised - bytes < options.KeepFreeBytes)
        {
            return spare >= bytes ? null : string.Create(
                CultureInfo.InvariantCulture, $"{free / 1_000_000} MB are free on the disk, and spool.keepFreeMegabytes is {options.KeepFreeMegabytes}");
        }

        credit = 0;
        return null;
    }

    /// <returns>False if there is nothing worth less, or the disk does not let go of it.</returns>
    private bool GiveUpLeast(BatchName wanting, string why)
    {
        try
        {
            // With a clip nothing is lost. For what was refused nobody waits any more, and the store never will take it.
            return GiveUpWaiting(wanting, why, batch => batch.IsClip)
                || TakeCopied()
                || (spool.Rejected() is [var rejected, ..] ? GiveUpRejected(rejected, why) : GiveUpWaiting(wanting, why, _ => true));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // Who copies it removes what there is of it a moment later.
    private bool TakeCopied()
    {
        if (copied is not [var place, ..])
        {
            return false;
        }

        var part = new FileInfo(spool.PartFileOf(place.Clip));
        credit += part.Exists ? part.Length : 0;
        copied.Remove(place);
        spool.Grew(place.Clip, 0);
        place.Take();
        return true;
    }

    private void Leave(ClipPlace place)
    {
        lock (gate)
        {
            if (copied.Remove(place))
            {
                // Sealed by now, or not there.
                spool.Grew(place.Clip, 0);
            }
        }
    }

    private bool GiveUpRejected(BatchName batch, string why)
    {
        Given(batch, spool.EvictRejected(batch), why);
        return true;
    }

    private bool GiveUpWaiting(BatchName wanting, string why, Func<BatchName, bool> mayGo)
    {
        var all = spool.Whole();
        var waiting = spool.Waiting().Where(mayGo).ToHashSet();
        while (BatchValue.Least(all, batch => waiting.Contains(batch) && !spool.Claims.Has(batch)) is { } least && least < BatchValue.Of(wanting, all))
        {
            if (spool.Claims.TryClaim(least.Batch))
            {
                try
                {
                    Given(least.Batch, spool.Evict(least.Batch), why);
                    return true;
                }
                finally
                {
                    spool.Claims.Release(least.Batch);
                }
            }
        }

        return false;
    }

    private void Given(BatchName batch, long bytes, string why)
    {
        credit += bytes;
        if (batch.IsClip)
        {
            logger.ClipEvicted(batch, bytes / 1000, why);
        }
        else
        {
            logger.BatchEvicted(batch, bytes / 1000, why);
        }

        GivenUp?.Invoke(batch);
    }
}
