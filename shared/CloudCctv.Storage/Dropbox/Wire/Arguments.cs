using System.Text.Json.Serialization;

namespace CloudCctv.Storage.Dropbox.Wire;

/// <param name="Path">Of a file or a folder; empty for the app's whole folder.</param>
internal sealed record PathArgument(string Path);

/// <param name="Path">Of a file.</param>
/// <param name="ParentRev">Only this version; null for whichever is there.</param>
internal sealed record DeleteArgument(string Path, string? ParentRev);

internal sealed record ListArgument(string Path, bool Recursive, int Limit);

internal sealed record CursorArgument(string Cursor);

/// <param name="Cursor">From a listing.</param>
/// <param name="Timeout">Seconds, 30 to 480; the service adds up to 90.</param>
internal sealed record WaitArgument(string Cursor, int Timeout);

/// <param name="Path">Where the file shall be.</param>
/// <param name="Mode">Whether it may take the place of another.</param>
/// <param name="ContentHash">Of the bytes of this very request; the service refuses it if they differ.</param>
internal sealed record UploadArgument(string Path, WriteMode Mode, string? ContentHash)
{
    public bool Autorename { get; init; }

    /// <summary>No pop-ups on the owner's other computers.</summary>
    public bool Mute { get; init; } = true;

    /// <summary>A file of equal content is a conflict too, so that "made now" and "was there" are told apart.</summary>
    public bool StrictConflict { get; init; } = true;
}

/// <param name="Tag">add, overwrite or update.</param>
/// <param name="Update">The version that update replaces.</param>
internal sealed record WriteMode([property: JsonPropertyName(".tag")] string Tag, string? Update = null)
{
    public static WriteMode Add { get; } = new("add");

    public static WriteMode Overwrite { get; } = new("overwrite");
}

internal sealed record SessionStartArgument(bool Close);

internal sealed record SessionCursor(string SessionId, long Offset);

internal sealed record SessionAppendArgument(SessionCursor Cursor, bool Close, string? ContentHash);

internal sealed record SessionFinishArgument(SessionCursor Cursor, UploadArgument Commit);
