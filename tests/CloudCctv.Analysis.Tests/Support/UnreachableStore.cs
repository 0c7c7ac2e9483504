using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>A store whose link can be cut for some names.</summary>
internal sealed class UnreachableStore(IObjectStore inner) : IObjectStore
{
    /// <summary>Start of the names that cannot be reached; null for none.</summary>
    public string? CutPrefix { get; set; }

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) => Reach(name.Value).PutNewAsync(name, content, cancellationToken);

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Reach(name.Value).PutAsync(name, content, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) =>
        Reach(name.Value).TryReplaceAsync(name, content, ifMatch, cancellationToken);

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => Reach(name.Value).DeleteAsync(name, cancellationToken);

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => Reach(name.Value).TryDeleteAsync(name, ifMatch, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken) => Reach(name.Value).OpenReadAsync(name, cancellationToken);

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => Reach(name.Value).GetPropertiesAsync(name, cancellationToken);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken) => Reach(prefix).ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) => Reach(prefix).ListFoldersAsync(prefix, cancellationToken);

    private IObjectStore Reach(string name) =>
        CutPrefix is { } cut && name.StartsWith(cut, StringComparison.Ordinal) ? throw new StoreUnreachableException("The link is cut.") : inner;
}
