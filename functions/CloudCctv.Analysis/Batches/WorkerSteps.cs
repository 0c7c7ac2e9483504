namespace CloudCctv.Analysis.Batches;

/// <summary>Where a worker can be made to die (<see cref="Contracts.Faults.CrashPoint"/>): right after each thing that it writes down.</summary>
public static class WorkerSteps
{
    public const string Received = "worker-received";
    public const string Claimed = "worker-claimed";
    public const string Opened = "worker-opened";
    public const string PictureSaved = "worker-picture-saved";
    public const string PreviewSaved = "worker-preview-saved";
    public const string SidecarSaved = "worker-sidecar-saved";
    public const string AlertWritten = "worker-alert-written";
    public const string Indexed = "worker-indexed";
    public const string NewestMoved = "worker-newest-moved";
    public const string ClipSaved = "worker-clip-saved";
    public const string ClipSumSaved = "worker-clip-sum-saved";
    public const string WishRemoved = "worker-wish-removed";
    public const string EvidenceCopied = "worker-evidence-copied";
    public const string Quarantined = "worker-quarantined";
    public const string Recorded = "worker-recorded";
    public const string ZipDeleted = "worker-zip-deleted";
    public const string ClaimDeleted = "worker-claim-deleted";
    public const string AlertLeased = "worker-alert-leased";
    public const string AlertSent = "worker-alert-sent";
    public const string AlertWrittenDown = "worker-alert-written-down";
    public const string AlertCompleted = "worker-alert-completed";

    /// <summary>Those of batches with pictures and of alerts.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Received, Claimed, Opened, PictureSaved, PreviewSaved, SidecarSaved, AlertWritten, Indexed, NewestMoved, EvidenceCopied, Quarantined, Recorded,
        ZipDeleted, ClaimDeleted, AlertLeased, AlertSent, AlertWrittenDown, AlertCompleted,
    ];

    /// <summary>What is written down beside them for a clip.</summary>
    public static IReadOnlyList<string> OfClips { get; } = [ClipSaved, ClipSumSaved, WishRemoved];
}
