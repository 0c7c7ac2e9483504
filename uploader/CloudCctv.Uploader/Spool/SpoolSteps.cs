namespace CloudCctv.Uploader.Spool;

/// <summary>The steps on a batch's way to the spool at which a test may end the process.</summary>
public static class SpoolSteps
{
    public const string PartCreated = "spool-part-created";
    public const string PartNamed = "spool-part-named";
    public const string FrameComes = "spool-frame-before-write";
    public const string FrameWithoutHeader = "spool-frame-before-header";
    public const string FrameWritten = "spool-frame-written";
    public const string FrameSynced = "spool-frame-synced";
    public const string ManifestWritten = "spool-manifest-written";
    public const string DirectoryWritten = "spool-directory-before-fsync";
    public const string Synced = "spool-sealed-before-rename";
    public const string Renamed = "spool-renamed-before-folder-sync";
    public const string Sealed = "spool-sealed";
    public const string PartScanned = "recovery-part-scanned";
    public const string PartFinished = "recovery-part-finished";

    public const string ClipCreated = "clip-part-created";
    public const string ClipCopied = "clip-copied-before-manifest";
    public const string ClipWritten = "clip-directory-before-fsync";
    public const string ClipSynced = "clip-sealed-before-rename";
    public const string ClipSpooled = "clip-spooled-before-note";

    /// <summary>In the order in which a clip passes them that is put into the spool.</summary>
    public static IReadOnlyList<string> OfClips { get; } = [ClipCreated, ClipCopied, ClipWritten, ClipSynced, ClipSpooled];

    /// <summary>Those that are reached only if there is a part to finish.</summary>
    public static IReadOnlyList<string> OfRecovery { get; } = [PartScanned, PartFinished];

    /// <summary>In the order in which a batch of pictures passes them; recovery last.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        PartCreated, PartNamed, FrameComes, FrameWithoutHeader, FrameWritten, FrameSynced, ManifestWritten, DirectoryWritten, Synced, Renamed, Sealed,
        .. OfRecovery,
    ];
}
