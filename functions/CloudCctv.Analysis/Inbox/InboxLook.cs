using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Inbox;

/// <summary>
/// Whether all that is in a Dropbox inbox was looked at not long ago. If not, there may be copies in it of batches that were taken
/// before and whose deletion was lost: by their results they are known. Thread-safe.
/// </summary>
public sealed class InboxLook(IObjectStore store, DropboxOptions options, TimeProvider time)
{
    // Everything is looked at once a day.
    private static readonly TimeSpan NotLongAgo = TimeSpan.FromDays(2);

    /// <returns>True without an inbox, too.</returns>
    public async Task<bool> IsClearAsync(CancellationToken cancellationToken)
    {
        if (options.Inbox is null)
        {
            return true;
        }

        try
        {
            var bookmark = (await store.ReadJsonAsync(DropboxInbox.Bookmark, InboxJson.Default.InboxBookmark, cancellationToken))?.Value;
            return bookmark is { Cursor: not null } && time.GetUtcNow() - bookmark.ListedAt < NotLongAgo;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
