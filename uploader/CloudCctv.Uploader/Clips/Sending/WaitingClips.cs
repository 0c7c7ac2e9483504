using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Upload.Schedule;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>Says why clips that somebody asked for are still in the spool. Thread-safe.</summary>
internal sealed class WaitingClips(SpoolFolder spool, UploadSchedule schedule)
{
    /// <summary>Where this device is, when data are counted anew.</summary>
    public DateOnly DataFrom => schedule.NextMonth;

    /// <returns>A <see cref="ClipReason"/>; null if it has left.</returns>
    public string? ReasonOf(EventName asked)
    {
        var clip = new BatchName(asked, BatchName.ClipPart);
        return !spool.IsSealed(clip) ? null
            : schedule.MayLeave(clip, spool.BytesOf(clip), isAsked: true) ? ClipReason.Turn
            : ClipReason.Data;
    }
}
