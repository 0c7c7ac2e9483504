using System.Collections.Concurrent;

namespace CloudCctv.Storage.Dropbox.Upload;

/// <param name="Id">Of an upload session.</param>
/// <param name="Offset">How much it holds, as far as we know.</param>
internal sealed record SessionPlace(string Id, long Offset);

/// <summary>
/// Upload sessions that a cut has interrupted, so that the next try goes on with them. Kept in memory: after a restart a file
/// begins anew. Thread-safe.
/// </summary>
internal sealed class OpenSessions
{
    private const int Most = 64;

    private readonly ConcurrentDictionary<(string Path, string Hash), SessionPlace> open = new();

    /// <summary>Takes it out: nobody else appends to the same session.</summary>
    public SessionPlace? Take(string path, string hash) => open.TryRemove((path, hash), out var place) ? place : null;

    public void Keep(string path, string hash, SessionPlace place)
    {
        if (open.Count >= Most)
        {
            open.Clear();
        }

        open[(path, hash)] = place;
    }
}
