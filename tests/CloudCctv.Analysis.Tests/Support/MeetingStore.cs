using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>A store in which somebody else comes by right before the first deletion under a prefix.</summary>
internal sealed class MeetingStore(IObjectStore inner, string prefix, Func<Task> somebody) : IObjectStore
{
    private int meetings;

    public bool Met => meetings > 0;

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) => inner.PutNewAsync(name, content, cancellationToken);

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => inner.PutAsync(name, content, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) => inner.TryReplaceAsync(name, content, ifMatch, cancellationToken);

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken) => inner.OpenReadAsync(name, cancellationToken);

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => inner.GetPropertiesAsync(name, cancellationToken);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken) => inner.ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) => inner.ListFoldersAsync(prefix, cancellationToken);

    public async Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken)
    {
        await MeetAsync(name);
        return await inner.DeleteAsync(name, cancellationToken);
    }

    public async Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken)
    {
        await MeetAsync(name);
        return await inner.TryDeleteAsync(name, ifMatch, cancellationToken);
    }

    private async Task MeetAsync(ObjectName name)
    {
        if (name.Value.StartsWith(prefix, StringComparison.Ordinal) && Interlocked.Increment(ref meetings) == 1)
        {
            await somebody();
        }
    }
}
