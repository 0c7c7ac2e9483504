using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>A store that counts what is asked of it.</summary>
internal sealed class CountedStore(IObjectStore inner) : IObjectStore
{
    private int listings;
    private int listed;
    private int folderListings;
    private int deletions;

    /// <summary>Listings of objects, and what they gave.</summary>
    public (int Calls, int Objects) Listed => (listings, listed);

    public int FolderListings => folderListings;

    public int Deletions => deletions;

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) => inner.PutNewAsync(name, content, cancellationToken);

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(name, content, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) => inner.TryReplaceAsync(name, content, ifMatch, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken) => inner.OpenReadAsync(name, cancellationToken);

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => inner.GetPropertiesAsync(name, cancellationToken);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref listings);
        return inner.ListAsync(prefix, cancellationToken).Select(found =>
        {
            Interlocked.Increment(ref listed);
            return found;
        });
    }

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref folderListings);
        return inner.ListFoldersAsync(prefix, cancellationToken);
    }

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref deletions);
        return inner.DeleteAsync(name, cancellationToken);
    }

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref deletions);
        return inner.TryDeleteAsync(name, ifMatch, cancellationToken);
    }
}
