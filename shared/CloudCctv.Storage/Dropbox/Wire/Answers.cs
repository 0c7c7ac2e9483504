using System.Text.Json.Serialization;

namespace CloudCctv.Storage.Dropbox.Wire;

/// <summary>A file, a folder or, in a listing of changes, something that was deleted. Only files have all of it.</summary>
internal sealed record Metadata
{
    /// <summary>file, folder or deleted; absent where nothing but a file can be meant.</summary>
    [JsonPropertyName(".tag")]
    public string? Tag { get; init; }

    public string? PathLower { get; init; }

    public string? PathDisplay { get; init; }

    public string? Rev { get; init; }

    public long Size { get; init; }

    public DateTimeOffset ServerModified { get; init; }

    public string? ContentHash { get; init; }
}

internal sealed record ListAnswer(IReadOnlyList<Metadata> Entries, string Cursor, bool HasMore);

/// <param name="Changes">Whether there is something to list.</param>
/// <param name="Backoff">Seconds for which the service asks to be left alone.</param>
internal sealed record WaitAnswer(bool Changes, int? Backoff);

internal sealed record DeleteAnswer(Metadata Metadata);

internal sealed record SessionAnswer(string SessionId);

/// <param name="AccessToken">For a few hours.</param>
/// <param name="ExpiresIn">Seconds.</param>
/// <param name="RefreshToken">Only at sign-in, and only if it was asked for.</param>
/// <param name="AccountId">Whose Dropbox; only at sign-in.</param>
internal sealed record TokenAnswer(string AccessToken, int ExpiresIn, string? RefreshToken, string? AccountId);
