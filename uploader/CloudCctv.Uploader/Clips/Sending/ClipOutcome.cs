namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>What became of a clip that was to be put into the spool.</summary>
internal enum ClipOutcome
{
    /// <summary>It waits there, and leaves when nothing else does.</summary>
    Spooled,

    /// <summary>There is no room, or the disk takes nothing: to be tried again.</summary>
    NotNow,

    /// <summary>It is none that can be sent, or it is gone.</summary>
    Never,
}
