using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Uploader.Tests.Clips.Sending;

/// <summary>A store that counts what is asked of it, notes what is put there in which order, and can be away.</summary>
internal sealed class CountingStore(IObjectStore inner) : IObjectStore
{
    private readonly List<string> put = [];

    /// <summary>Thrown by every look and read; null while the store is there.</summary>
    public StoreException? Fault { get; set; }

    public int Looks { get; private set; }

    public int Reads { get; private set; }

    public IReadOnlyList<string> Put
    {
        get
        {
            lock (put)
            {
                return [.. put];
            }
        }
    }

    public async Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken)
    {
        var outcome = await inner.PutNewAsync(name, content, cancellationToken);
        lock (put)
        {
            put.Add(name.Value);
        }

        return outcome;
    }

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(name, content, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(name, content, ifMatch, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        Reads++;
        return Fault is { } fault ? throw fault : inner.OpenReadAsync(name, cancellationToken);
    }

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken)
    {
        Looks++;
        return Fault is { } fault ? throw fault : inner.GetPropertiesAsync(name, cancellationToken);
    }

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) => inner.ListFoldersAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => inner.TryDeleteAsync(name, ifMatch, cancellationToken);
}
