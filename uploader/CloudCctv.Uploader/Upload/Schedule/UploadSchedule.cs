using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Upload.Budget;

namespace CloudCctv.Uploader.Upload.Schedule;

/// <summary>Which batches may leave now. The first batches of events always may, clips only where nothing is to be saved. Thread-safe.</summary>
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

    public void Use(UploadOptions next) => options = next;

    /// <param name="batch">What waits.</param>
    /// <param name="bytes">Its length, if it is a clip: none may leave after which the camera would have to save.</param>
    public bool MayLeave(BatchName batch, long bytes = 0) => batch.IsUrgent || (IsOpen && (batch.IsClip
        ? budget.StageAfter(batch.Event.Camera, bytes) == DataStage.Full
        : budget.StageOf(batch.Event.Camera) < DataStage.SmallPictures));
}
