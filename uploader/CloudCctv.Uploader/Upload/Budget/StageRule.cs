using CloudCctv.Contracts.Health;
using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Upload.Budget;

/// <summary>When a camera has to save, and what that means for its events.</summary>
internal static class StageRule
{
    // Until half is gone nobody saves: a busy week at the start is no reason to see less.
    private const double Untroubled = 0.5;
    private const double Scarce = 0.85;

    /// <param name="usedBytes">In this month.</param>
    /// <param name="budgetBytes">For the whole of it; more than 0.</param>
    /// <param name="elapsed">Share of the month that has gone by, 0..1.</param>
    public static DataStage StageOf(long usedBytes, long budgetBytes, double elapsed)
    {
        var used = (double)usedBytes / budgetBytes;
        return used >= 1 ? DataStage.SmallPictures
            // Not ahead of the month: it will last.
            : used < Untroubled || used <= elapsed ? DataStage.Full
            : used < Scarce ? DataStage.FewerFrames
            : DataStage.FirstPictures;
    }

    /// <summary>What an event that begins in this stage may keep.</summary>
    public static FrameAllowance AllowanceOf(DataStage stage) => stage switch
    {
        DataStage.FewerFrames => new FrameAllowance { Frames = 0.25, Rate = 0.4 },
        DataStage.FirstPictures => new FrameAllowance { MostFrames = 4, FirstBatchOnly = true },
        DataStage.SmallPictures => new FrameAllowance { MostFrames = 2, FirstBatchOnly = true, LongestSidePixels = 640 },
        _ => FrameAllowance.Full,
    };
}
