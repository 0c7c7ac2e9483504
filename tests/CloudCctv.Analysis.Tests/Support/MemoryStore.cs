using System.Globalization;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Tests.Support;

/// <summary>Objects in memory, for tests that need a hundred thousand of them. What real stores do is tested on real stores.</summary>
internal sealed class MemoryStore(TimeProvider clock) : IObjectStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, (byte[] Bytes, ObjectProperties Properties)> objects = new(StringComparer.Ordinal);
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);
    private int versions;

    /// <summary>Writes an object at a time of one's choice.</summary>
    public void Write(string name, byte[] bytes, DateTimeOffset at)
    {
        lock (gate)
        {
            objects[name] = (bytes, new ObjectProperties(new ObjectName(name), bytes.Length, new ETag((++versions).ToString(CultureInfo.InvariantCulture)), at));
            names.Add(name);
        }
    }

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        lock (gate)
        {
            if (objects.TryGetValue(name.Value, out var there))
            {
                return Task.FromResult(there.Bytes.AsSpan().SequenceEqual(bytes.ToArray()) ? PutOutcome.AlreadyThere : PutOutcome.Conflict);
            }

            Write(name.Value, bytes.ToArray(), clock.GetUtcNow());
            return Task.FromResult(PutOutcome.Created);
        }
    }

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Write(name.Value, content.ToArray(), clock.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var isThere = Find(name)?.ETag == ifMatch;
            if (isThere)
            {
                Write(name.Value, content.ToArray(), clock.GetUtcNow());
            }

            return Task.FromResult(isThere);
        }
    }

    public Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Task.FromResult(objects.TryGetValue(name.Value, out var found) ? new StoredObject(new MemoryStream(found.Bytes, writable: false), found.Properties) : null);
        }
    }

    public Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) => Task.FromResult(Find(name));

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Under(prefix).Select(name => objects[name].Properties).ToList().ToAsyncEnumerable();
        }
    }

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return Under(prefix).Select(name => name[prefix.Length..]).Where(rest => rest.Contains('/', StringComparison.Ordinal))
                .Select(rest => rest[..rest.IndexOf('/', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal).ToList().ToAsyncEnumerable();
        }
    }

    public Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) => Task.FromResult(Remove(name, ifMatch: null));

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => Task.FromResult(Remove(name, ifMatch));

    // No name goes on with a character behind the tilde.
    private SortedSet<string> Under(string prefix) => names.GetViewBetween(prefix, prefix + '\x7f');

    private ObjectProperties? Find(ObjectName name)
    {
        lock (gate)
        {
            return objects.TryGetValue(name.Value, out var found) ? found.Properties : null;
        }
    }

    private bool Remove(ObjectName name, ETag? ifMatch)
    {
        lock (gate)
        {
            return Find(name) is { } there && (ifMatch is null || there.ETag == ifMatch) && names.Remove(name.Value) && objects.Remove(name.Value);
        }
    }
}
