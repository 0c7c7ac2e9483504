using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>What a killed process sees: nothing.</summary>
internal sealed class SimulatedCrash() : Exception("The process has been killed.");

/// <summary>The store of a process that is killed at its n-th write, right before or right after it; from then on nothing works.</summary>
internal sealed class CrashingStore(IObjectStore inner, int crashAtWrite, bool afterIt) : IObjectStore
{
    private int writes;
    private volatile bool dead;

    /// <summary>False if the work ended with fewer writes.</summary>
    public bool Crashed => dead;

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.PutNewAsync(name, content, cancellationToken));

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => WriteAsync(async () =>
    {
        await inner.PutAsync(name, content, cancellationToken);
        return true;
    });

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.TryReplaceAsync(name, content, ifMatch, cancellationToken));

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => WriteAsync(() => inner.DeleteAsync(name, cancellationToken));

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => WriteAsync(() => inner.TryDeleteAsync(name, ifMatch, cancellationToken));

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken) => Alive().OpenReadAsync(name, cancellationToken);

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => Alive().GetPropertiesAsync(name, cancellationToken);

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken) => Alive().ListAsync(prefix, cancellationToken);

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) => Alive().ListFoldersAsync(prefix, cancellationToken);

    private IObjectStore Alive() => dead ? throw new SimulatedCrash() : inner;

    private async Task<T> WriteAsync<T>(Func<Task<T>> write)
    {
        Alive();
        var isTheOne = Interlocked.Increment(ref writes) == crashAtWrite;
        if (isTheOne && !afterIt)
        {
            dead = true;
            throw new SimulatedCrash();
        }

        var answer = await write();
        dead |= isTheOne;
        return isTheOne ? throw new SimulatedCrash() : answer;
    }
}
