using CloudCctv.Storage.Objects;

namespace CloudCctv.Uploader.Tests.Running;

/// <summary>A store on a network folder whose server is dead: whoever writes a batch to it does not come back, thread and all, until it is let go.</summary>
internal sealed class StuckStore(IObjectStore inner) : IObjectStore, IDisposable
{
    private readonly ManualResetEventSlim letGo = new();

    public void LetGo() => letGo.Set();

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken)
    {
        letGo.Wait(CancellationToken.None);
        return inner.PutNewAsync(name, content, cancellationToken);
    }

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(name, content, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) =>
        inner.TryReplaceAsync(name, content, ifMatch, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken) => inner.OpenReadAsync(name, cancellationToken);

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => inner.GetPropertiesAsync(name, cancellationToken);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) => inner.ListFoldersAsync(prefix, cancellationToken);

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => inner.TryDeleteAsync(name, ifMatch, cancellationToken);

    public void Dispose() => letGo.Dispose();
}
