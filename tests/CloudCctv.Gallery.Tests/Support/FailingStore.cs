using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Gallery.Tests.Support;

/// <summary>A store whose link can be cut.</summary>
internal sealed class FailingStore(IObjectStore inner, Func<bool> isDown) : IObjectStore
{
    private IObjectStore Up => isDown() ? throw new StoreUnreachableException("The link is cut.") : inner;

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) => Up.PutNewAsync(name, content, cancellationToken);

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Up.PutAsync(name, content, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) => Up.TryReplaceAsync(name, content, ifMatch, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken) => Up.OpenReadAsync(name, cancellationToken);

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => Up.GetPropertiesAsync(name, cancellationToken);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken) => Up.ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) => Up.ListFoldersAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => Up.DeleteAsync(name, cancellationToken);

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => Up.TryDeleteAsync(name, ifMatch, cancellationToken);
}
