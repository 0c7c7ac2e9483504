namespace CloudCctv.Uploader.Running;

/// <summary>What cameras have done, over all their restarts.</summary>
internal readonly record struct CameraTotals
{
    public long FramesSeen { get; init; }

    public long FramesMoved { get; init; }

    public int Events { get; init; }

    /// <summary>Motion that was over too soon to be an event.</summary>
    public int Dismissed { get; init; }

    public int Batches { get; init; }

    public int Clips { get; init; }

    public int ClipFramesDropped { get; init; }

    public static CameraTotals operator +(CameraTotals a, CameraTotals b) => new()
    {
        FramesSeen = a.FramesSeen + b.FramesSeen,
        FramesMoved = a.FramesMoved + b.FramesMoved,
        Events = a.Events + b.Events,
        Dismissed = a.Dismissed + b.Dismissed,
        Batches = a.Batches + b.Batches,
        Clips = a.Clips + b.Clips,
        ClipFramesDropped = a.ClipFramesDropped + b.ClipFramesDropped,
    };
}
