using System.Runtime.CompilerServices;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Devices;

/// <summary>
/// The store as the cloud side sees it: what paired devices put into their own containers stands under <c>batches/</c>
/// beside what others put there. Of a device's container only that is seen which the device may send: its site, its
/// cameras, and nothing that was written while it was revoked. Thread-safe.
/// </summary>
internal sealed class ArrivalsStore(IObjectStore main, IGrantIssuer grants, DeviceRoll roll) : IObjectStore
{
    public async Task<StoredObject?> OpenReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        if (await main.OpenReadAsync(name, cancellationToken) is { } found)
        {
            return found;
        }

        return await FindAsync(name, cancellationToken) is { } arrival ? await arrival.Store.OpenReadAsync(name, cancellationToken) : null;
    }

    public async Task<ObjectProperties?> GetPropertiesAsync(ObjectName name, CancellationToken cancellationToken) =>
        await main.GetPropertiesAsync(name, cancellationToken) ?? (await FindAsync(name, cancellationToken))?.Properties;

    /// <summary>Removes what a read would have given, and nothing behind it.</summary>
    public async Task<bool> DeleteAsync(ObjectName name, CancellationToken cancellationToken) =>
        await main.DeleteAsync(name, cancellationToken)
        || (await FindAsync(name, cancellationToken) is { } arrival && await arrival.Store.DeleteAsync(name, cancellationToken));

    public IAsyncEnumerable<ObjectProperties> ListAsync(string prefix, CancellationToken cancellationToken) =>
        prefix.StartsWith(StoreLayout.BatchPrefix, StringComparison.Ordinal) ? ListAllAsync(prefix, cancellationToken) : main.ListAsync(prefix, cancellationToken);

    public Task<PutOutcome> PutNewAsync(ObjectName name, Stream content, CancellationToken cancellationToken) => main.PutNewAsync(name, content, cancellationToken);

    public Task PutAsync(ObjectName name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => main.PutAsync(name, content, cancellationToken);

    public Task<bool> TryReplaceAsync(ObjectName name, ReadOnlyMemory<byte> content, ETag ifMatch, CancellationToken cancellationToken) =>
        main.TryReplaceAsync(name, content, ifMatch, cancellationToken);

    public Task<bool> TryDeleteAsync(ObjectName name, ETag ifMatch, CancellationToken cancellationToken) => main.TryDeleteAsync(name, ifMatch, cancellationToken);

    public IAsyncEnumerable<string> ListFoldersAsync(string prefix, CancellationToken cancellationToken) => main.ListFoldersAsync(prefix, cancellationToken);

    private async Task<Arrival?> FindAsync(ObjectName name, CancellationToken cancellationToken)
    {
        if (StoreLayout.BatchAt(name.Value) is not { } batch)
        {
            return null;
        }

        var asked = new HashSet<string>();
        var devices = await roll.ReadAsync(cancellationToken);
        for (var round = 0; round < 2; round++)
        {
            foreach (var device in devices.Where(one => one.MaySend(batch.Event.Site, batch.Event.Camera) && asked.Add(one.Name)))
            {
                var store = grants.ArrivalsOf(device.Name);
                if (await PropertiesAsync(store, name, cancellationToken) is { } found && device.WasTrustedAt(found.WrittenAt))
                {
                    return new Arrival(store, found);
                }
            }

            // Its device may be newer than what we know of devices.
            devices = round == 0 ? await roll.ReadAnewAsync(cancellationToken) : devices;
        }

        return null;
    }

    private static async Task<ObjectProperties?> PropertiesAsync(IObjectStore store, ObjectName name, CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetPropertiesAsync(name, cancellationToken);
        }
        catch (StoreUnreachableException exception) when (exception.StoreMissing)
        {
            return null;
        }
    }

    private async IAsyncEnumerable<ObjectProperties> ListAllAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var devices = await roll.ReadAnewAsync(cancellationToken);
        var sources = new List<IAsyncEnumerator<ObjectProperties>>();
        try
        {
            foreach (var listing in devices.Select(device => OfDevice(device, prefix, cancellationToken)).Prepend(main.ListAsync(prefix, cancellationToken)))
            {
                await AdvanceAsync(listing.GetAsyncEnumerator(cancellationToken), sources);
            }

            // Each is in order; so is the whole if the least comes next.
            ObjectName? last = null;
            while (sources.MinBy(source => source.Current.Name.Value, StringComparer.Ordinal) is { } next)
            {
                if (next.Current.Name != last)
                {
                    last = next.Current.Name;
                    yield return next.Current;
                }

                sources.Remove(next);
                await AdvanceAsync(next, sources);
            }
        }
        finally
        {
            foreach (var source in sources)
            {
                await source.DisposeAsync();
            }
        }
    }

    private static async Task AdvanceAsync(IAsyncEnumerator<ObjectProperties> source, List<IAsyncEnumerator<ObjectProperties>> sources)
    {
        if (await source.MoveNextAsync())
        {
            sources.Add(source);
        }
        else
        {
            await source.DisposeAsync();
        }
    }

    private async IAsyncEnumerable<ObjectProperties> OfDevice(DeviceRecord device, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var found = grants.ArrivalsOf(device.Name).ListAsync(prefix, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(found))
        {
            if (StoreLayout.BatchAt(found.Current.Name.Value) is { } batch && device.MaySend(batch.Event.Site, batch.Event.Camera) && device.WasTrustedAt(found.Current.WrittenAt))
            {
                yield return found.Current;
            }
        }
    }

    // A container that somebody has removed holds nothing.
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<ObjectProperties> source)
    {
        try
        {
            return await source.MoveNextAsync();
        }
        catch (StoreUnreachableException exception) when (exception.StoreMissing)
        {
            return false;
        }
    }

    private sealed record Arrival(IObjectStore Store, ObjectProperties Properties);
}
