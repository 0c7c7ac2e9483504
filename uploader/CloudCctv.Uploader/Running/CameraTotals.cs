namespace CloudCctv.Uploader.Running;

/// <summary>What cameras have done, over all their restarts.</summary>
internal readonly record struct CameraTotals(long FramesSeen, long FramesMoved, int Events, int Batches)
{
    public static CameraTotals operator +(CameraTotals a, CameraTotals b) =>
        new(a.FramesSeen + b.FramesSeen, a.FramesMoved + b.FramesMoved, a.Events + b.Events, a.Batches + b.Batches);
}
