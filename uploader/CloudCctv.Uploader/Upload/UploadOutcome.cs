namespace CloudCctv.Uploader.Upload;

public enum UploadOutcome
{
    /// <summary>The store holds it and the cloud side has been told: delete the local copy.</summary>
    Delivered,

    /// <summary>The link or the service failed: keep it and back off.</summary>
    Unreachable,

    /// <summary>This batch is at fault: set it aside and go on, without back-off.</summary>
    Rejected,
}

/// <param name="Outcome">What to do now.</param>
/// <param name="Reason">Why, for people; empty if it was delivered.</param>
/// <param name="Bytes">Length of the batch.</param>
public readonly record struct UploadResult(UploadOutcome Outcome, string Reason, long Bytes)
{
    /// <summary>How long the service asks to be left alone, if it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
