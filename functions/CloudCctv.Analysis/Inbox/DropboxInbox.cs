using CloudCctv.Analysis.Stores;
using CloudCctv.Storage;
using CloudCctv.Storage.Dropbox;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Inbox;

/// <summary>
/// Looks into a Dropbox folder for what devices have put there. A cursor in our store tells what is new; it moves on only
/// when a page has been dealt with, and once a day all that is there is looked at regardless. Any number of processes may
/// look at the same time. Thread-safe.
/// </summary>
/// <param name="folder">Null if no inbox is configured: then nothing is ever taken.</param>
/// <param name="taking">What becomes of a file.</param>
/// <param name="store">Where the cursor is.</param>
/// <param name="time">For the daily look at everything.</param>
/// <param name="logger">Told of files that stay.</param>
public sealed class DropboxInbox(DropboxFolder? folder, InboxTaking taking, IObjectStore store, TimeProvider time, ILogger<DropboxInbox> logger) : IDisposable
{
    internal static readonly ObjectName Bookmark = new("inbox/dropbox.json");

    private static readonly TimeSpan LookAtAllEvery = TimeSpan.FromDays(1);

    // One file may be at fault; so many in a row are the service's, or our store's.
    private const int MostFailuresInARow = 5;

    private readonly SemaphoreSlim gate = new(1, 1);

    public bool IsConfigured => folder is not null;

    /// <summary>Takes all that is new. Safe to repeat after a crash at any line.</summary>
    /// <param name="cancellationToken">Stops between two files, with nothing lost.</param>
    /// <exception cref="StoreException">Dropbox or the store is away, or wants to be left alone.</exception>
    public async Task<InboxRound> TakeAsync(CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            return new InboxRound(0, 0, Cursor: null);
        }

        // Two looks at once in one process would only do the same work twice.
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await LookAsync(folder, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Returns once something has changed since a look, or the time is over.</summary>
    /// <returns>For how long Dropbox then wants to be left alone.</returns>
    public Task<TimeSpan> WaitAsync(string cursor, TimeSpan longest, CancellationToken cancellationToken) => folder!.WaitAsync(cursor, longest, cancellationToken);

    public void Dispose() => gate.Dispose();

    private async Task<InboxRound> LookAsync(DropboxFolder inbox, CancellationToken cancellationToken)
    {
        var bookmark = await ReadBookmarkAsync(inbox, cancellationToken);
        var (taken, left) = (0, 0);
        while (true)
        {
            var isChange = bookmark.Cursor is not null;
            var page = await inbox.ListAsync(bookmark.Cursor, cancellationToken);
            var (takenHere, leftHere) = await TakePageAsync(inbox, page, isChange, cancellationToken);
            (taken, left) = (taken + takenHere, left + leftHere);
            bookmark = bookmark with { Cursor = page.Cursor, ListedAt = page.Cursor is null ? time.GetUtcNow() : bookmark.ListedAt };
            // What stays is tried again by looking at everything: it holds up nothing that comes after it.
            await WriteAsync(left > 0 && !page.HasMore ? bookmark with { Cursor = null } : bookmark, cancellationToken);
            if (!page.HasMore)
            {
                return new InboxRound(taken, left, left > 0 ? null : page.Cursor);
            }
        }
    }

    private async Task<(int Taken, int Left)> TakePageAsync(DropboxFolder inbox, FolderPage page, bool isChange, CancellationToken cancellationToken)
    {
        var (taken, left, inARow) = (0, 0, 0);
        foreach (var file in page.Files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                taken += await taking.TakeAsync(inbox, file, isChange, cancellationToken) ? 1 : 0;
                inARow = 0;
            }
            // A service that names a time, or lets nobody in, means all files.
            catch (StoreException exception) when (exception is not StoreUnreachableException { RetryAfter: not null } and not StoreUnreachableException { AccessDenied: true } && ++inARow < MostFailuresInARow)
            {
                left++;
                logger.FileLeft(inbox.Description, file.Name, exception.Message);
            }
        }

        return (taken, left);
    }

    private async Task<InboxBookmark> ReadBookmarkAsync(DropboxFolder inbox, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        try
        {
            var found = (await store.ReadJsonAsync(Bookmark, InboxJson.Default.InboxBookmark, cancellationToken))?.Value;
            if (found?.Folder == inbox.Description && now - found.ListedAt < LookAtAllEvery)
            {
                return found;
            }
        }
        catch (InvalidDataException)
        {
            // Damaged: as if there were none.
        }

        return new InboxBookmark(inbox.Description, Cursor: null, now);
    }

    private Task WriteAsync(InboxBookmark bookmark, CancellationToken cancellationToken) =>
        store.PutJsonAsync(Bookmark, bookmark, InboxJson.Default.InboxBookmark, cancellationToken);
}
