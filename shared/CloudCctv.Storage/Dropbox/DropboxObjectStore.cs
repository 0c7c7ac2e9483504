using System.Runtime.CompilerServices;
using CloudCctv.Storage.Dropbox.Upload;
using CloudCctv.Storage.Dropbox.Wire;
using CloudCctv.Storage.Link;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Dropbox;

/// <summary>
/// Objects as files in one Dropbox folder. Made for what a device does: put batches and heartbeats, read a few settings.
/// Listings hold all names below a prefix in memory, as the service gives them in no order. Names that differ in case only
/// are one name there. How faults are told apart: <see cref="DropboxFault"/>.
/// </summary>
internal sealed class DropboxObjectStore(DropboxClient client, string folder, LinkPace? pace, TimeProvider clock) : IObjectStore
{
    private readonly FileWrite writes = new(client, pace, clock);

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) =>
        DropboxFault.GuardAsync($"put {name}", () => writes.CreateAsync(PathOf(name), content, cancellationToken), cancellationToken);

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        DropboxFault.GuardAsync($"put {name}", () => ReplaceAsync(name, content, WriteMode.Overwrite, cancellationToken), cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) => DropboxFault.GuardAsync($"replace {name}", async () =>
    {
        try
        {
            return ifMatch.Value is { Length: > 0 } rev && await ReplaceAsync(name, content, new WriteMode("update", rev), cancellationToken);
        }
        catch (DropboxAnswerException answer) when (answer.Tags is ["path", "conflict", ..])
        {
            return false;
        }
    }, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        var action = $"read {name}";
        return DropboxFault.GuardAsync(action, async () =>
        {
            if (await client.DownloadAsync(PathOf(name), clock, cancellationToken) is not { } found)
            {
                return null;
            }

            return new StoredObject(new GuardedStream(found.Content, e => DropboxFault.Of(e, action, cancellationToken)), PropertiesOf(name, found.File));
        }, cancellationToken);
    }

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => DropboxFault.GuardAsync($"look up {name}", async () =>
        await client.FindAsync(PathOf(name), cancellationToken) is { } found ? PropertiesOf(name, found) : null, cancellationToken);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPrefix.Check(prefix);
        return FilesAsync(prefix, cancellationToken);
    }

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        ObjectPrefix.CheckFolder(prefix);
        return FilesAsync(prefix, cancellationToken)
            .Select(file => file.Name.Value[prefix.Length..])
            .Where(rest => rest.Contains('/', StringComparison.Ordinal))
            .Select(rest => rest[..rest.IndexOf('/', StringComparison.Ordinal)])
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => DropboxFault.GuardAsync($"delete {name}", async () =>
        // Only a file: to delete a folder is to delete all that is in it.
        await client.FindAsync(PathOf(name), cancellationToken) is { Rev: { } rev } && await client.DeleteAsync(PathOf(name), rev, cancellationToken), cancellationToken);

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => DropboxFault.GuardAsync($"delete {name}", async () =>
        ifMatch.Value is { Length: > 0 } rev && (await client.FindAsync(PathOf(name), cancellationToken))?.Rev == rev && await client.DeleteAsync(PathOf(name), rev, cancellationToken), cancellationToken);

    private async Task<bool> ReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, WriteMode mode, CancellationToken cancellationToken)
    {
        if (content.Length > DropboxClient.MaxUploadBytes)
        {
            throw new StoreRejectedException($"{name} has {content.Length} bytes; at most {DropboxClient.MaxUploadBytes} can be replaced at once.");
        }

        var file = await client.UploadAsync(PathOf(name), mode, content, cancellationToken);
        FileWrite.Confirm(PathOf(name), file, content.Length, ContentHash.Of(content.Span));
        return true;
    }

    private async IAsyncEnumerable<ObjectProperties> FilesAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var level = folder + (prefix.LastIndexOf('/') is > 0 and var slash ? $"/{prefix[..slash]}" : "");
        var found = await DropboxFault.GuardAsync($"list '{prefix}'", () => AllAsync(level, cancellationToken), cancellationToken);
        foreach (var file in found.Where(file => file.Name.Value.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(file => file.Name.Value, StringComparer.Ordinal))
        {
            yield return file;
        }
    }

    private async Task<List<ObjectProperties>> AllAsync(string level, CancellationToken cancellationToken)
    {
        var files = new List<ObjectProperties>();
        try
        {
            for (var page = await client.ListAsync(level, cancellationToken); ; page = await client.ContinueAsync(page.Cursor, cancellationToken))
            {
                files.AddRange(page.Entries.Where(entry => entry.Tag == "file").Select(FileOf).OfType<ObjectProperties>());
                if (!page.HasMore)
                {
                    return files;
                }
            }
        }
        catch (DropboxAnswerException answer) when (answer.IsNotFound)
        {
            return [];
        }
    }

    /// <summary>Null for files that another tool gave a name no object has.</summary>
    private ObjectProperties? FileOf(Metadata file) =>
        file.PathDisplay?.Length > folder.Length && ObjectName.TryParse(file.PathDisplay[(folder.Length + 1)..], out var name) ? PropertiesOf(name, file) : null;

    private static ObjectProperties PropertiesOf(ObjectName name, Metadata file) => new(name, file.Size, new ETag(file.Rev ?? ""), file.ServerModified);

    private string PathOf(ObjectName name) => $"{folder}/{name.Value}";
}
