using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Upload.Budget;

namespace CloudCctv.Uploader.Upload.Schedule;

/// <summary>Which batches may leave now. The first batches of events always may, clips only where no data are to be saved. Thread-safe.</summary>
/// <param name="budget">A camera that has used up its month keeps all else for the next.</param>
/// <param name="clock">Its local time is that of the windows.</param>
public sealed class UploadSchedule(DataBudget budget, TimeProvider clock)
{
    private volatile UploadOptions options = new();

    /// <summary>Whether anything can ever have to wait: else nobody needs to look at the clock.</summary>
    public bool MayClose => options is { Metered: true } or { Windows.Count: > 0 } or { MonthlyMegabytesPerCamera: not null };

    /// <summary>Whether this is a time for more than first batches.</summary>
    public bool IsOpen => options is var now && now.Windows.Count > 0
        ? now.Windows.Any(window => window.Holds(clock.GetLocalNow().DateTime))
        : !now.Metered;

    /// <summary>First day of the month in which data are counted anew, local time.</summary>
    public DateOnly NextMonth => budget.NextMonth;

    public void Use(UploadOptions next) => options = next;

    /// <param name="batch">What waits; no clip.</param>
    public bool MayLeave(BatchName batch) => batch.IsUrgent || (IsOpen && budget.StageOf(batch.Event.Camera) < DataStage.SmallPictures);

    /// <summary>A clip that somebody waits for does not wait for the hour, nor for another link. None leaves after which its camera would have to save.</summary>
    /// <param name="clip">Which.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="isAsked">Whether somebody asked for it.</param>
    public bool MayLeave(BatchName clip, long bytes, bool isAsked) => (isAsked || IsOpen) && budget.StageAfter(clip.Event.Camera, bytes) == DataStage.Full;
}
