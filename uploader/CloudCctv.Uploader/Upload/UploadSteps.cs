namespace CloudCctv.Uploader.Upload;

/// <summary>The steps on a batch's way to the store at which a test may end the process.</summary>
public static class UploadSteps
{
    public const string Begins = "upload-before-put";
    public const string Stored = "upload-put-before-commit";
    public const string Committed = "upload-committed-before-delete";
    public const string Deleted = "upload-deleted";

    /// <summary>In the order in which a batch passes them.</summary>
    public static IReadOnlyList<string> All { get; } = [Begins, Stored, Committed, Deleted];
}
