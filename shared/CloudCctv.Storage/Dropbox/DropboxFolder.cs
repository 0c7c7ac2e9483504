using CloudCctv.Storage.Dropbox.Wire;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Dropbox;

/// <summary>
/// A Dropbox folder as something that files arrive in: what is new since a cursor, waiting for more, taking and deleting.
/// Thread-safe; faults throw as in <see cref="IObjectStore"/>.
/// </summary>
public sealed class DropboxFolder
{
    private readonly DropboxClient client;
    private readonly string folder;
    private readonly TimeProvider clock;

    private DropboxFolder(DropboxClient client, string folder, TimeProvider clock) => (this.client, this.folder, this.clock) = (client, folder, clock);

    /// <summary>For a log or a page.</summary>
    public string Description => $"{DropboxFolderName.Scheme}{(folder.Length == 0 ? "/" : folder)}";

    /// <summary>Nothing is contacted yet.</summary>
    /// <param name="address"><c>dropbox:/folder</c>.</param>
    /// <param name="addressName">What the user calls it, for the message.</param>
    /// <param name="environment">Reads the variables that name the token.</param>
    /// <param name="clock">For time-outs.</param>
    /// <exception cref="ArgumentException">It is no folder in Dropbox, or nobody has signed in.</exception>
    public static DropboxFolder Open(string address, string addressName, Func<string, string?> environment, TimeProvider clock)
    {
        if (!DropboxFolderName.IsAddress(address))
        {
            throw new ArgumentException($"{addressName} is '{address}'; it must be a folder in Dropbox, {DropboxFolderName.Scheme}/NAME.");
        }

        var options = StoreAddress.Find(address, addressName, environment)!;
        return new DropboxFolder(DropboxClient.Create(options.DropboxToken!, options.DropboxApi, pace: null, clock), options.DropboxFolder!, clock);
    }

    /// <summary>One page of what is there or, with a cursor, of what has changed.</summary>
    /// <param name="cursor">From an earlier page; null to begin with everything that is there.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    public Task<FolderPage> ListAsync(string? cursor, CancellationToken cancellationToken) => DropboxFault.GuardAsync($"list {Description}", async () =>
    {
        try
        {
            var page = cursor is null ? await client.ListAsync(folder, cancellationToken) : await client.ContinueAsync(cursor, cancellationToken);
            return new FolderPage([.. page.Entries.Select(FileOf).OfType<FolderFile>()], page.Cursor, page.HasMore);
        }
        catch (DropboxAnswerException answer) when (answer.IsNotFound || (cursor is not null && answer.Has("reset")))
        {
            // Too old, or the folder has gone and perhaps come back: everything that is there, from the beginning. A folder
            // that nobody has put anything into yet is not there.
            return new FolderPage([], Cursor: null, HasMore: cursor is not null);
        }
    }, cancellationToken);

    /// <summary>Returns once something has changed, or the time is over.</summary>
    /// <param name="cursor">Of the last page of a listing.</param>
    /// <param name="longest">30 seconds to 8 minutes; the service adds up to 90 seconds.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>For how long the service then wants to be left alone.</returns>
    public Task<TimeSpan> WaitAsync(string cursor, TimeSpan longest, CancellationToken cancellationToken) => DropboxFault.GuardAsync($"wait for {Description}", async () =>
    {
        try
        {
            var answer = await client.WaitAsync(cursor, longest, cancellationToken);
            return TimeSpan.FromSeconds(Math.Clamp(answer.Backoff ?? 0, 0, 3600));
        }
        catch (DropboxAnswerException answer) when (answer.Has("reset"))
        {
            return TimeSpan.Zero;
        }
    }, cancellationToken);

    /// <summary>Opens one for reading: reading it to its end checks length and hash. The caller disposes it.</summary>
    /// <returns>Null if it has gone, or is another version by now.</returns>
    public Task<StoredObject?> OpenReadAsync(FolderFile file, CancellationToken cancellationToken)
    {
        var action = $"read {file.Name}";
        return DropboxFault.GuardAsync(action, async () =>
        {
            if (await client.DownloadAsync(PathOf(file), clock, cancellationToken) is not { } found)
            {
                return null;
            }

            if (found.File.Rev == file.Rev)
            {
                return new StoredObject(
                    new GuardedStream(found.Content, e => DropboxFault.Of(e, action, cancellationToken)),
                    new ObjectProperties(file.Name, found.File.Size, new ETag(file.Rev), found.File.ServerModified));
            }

            await found.Content.DisposeAsync();
            return null;
        }, cancellationToken);
    }

    /// <returns>False if it has gone, or is another version by now, which stays.</returns>
    public Task<bool> DeleteAsync(FolderFile file, CancellationToken cancellationToken) =>
        DropboxFault.GuardAsync($"delete {file.Name}", () => client.DeleteAsync(PathOf(file), file.Rev, cancellationToken), cancellationToken);

    // The service compares names without their case, and gives the last part only as it was written.
    private FolderFile? FileOf(Metadata entry) =>
        entry is { Tag: "file", PathDisplay: { } path, Rev: { } rev } && path.Length > folder.Length && ObjectName.TryParse(path[(folder.Length + 1)..], out var name)
            ? new FolderFile(name, rev, entry.Size)
            : null;

    private string PathOf(FolderFile file) => $"{folder}/{file.Name}";
}

/// <param name="Name">Below the folder.</param>
/// <param name="Rev">This version.</param>
/// <param name="Bytes">Its length.</param>
public sealed record FolderFile(ObjectName Name, string Rev, long Bytes);

/// <param name="Files">New or changed ones, whose names are those of objects; what was deleted is not told.</param>
/// <param name="Cursor">For the next page; null to begin anew.</param>
/// <param name="HasMore">Whether there is a next page now.</param>
public sealed record FolderPage(IReadOnlyList<FolderFile> Files, string? Cursor, bool HasMore);
