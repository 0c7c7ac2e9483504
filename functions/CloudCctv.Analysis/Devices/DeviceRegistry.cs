using System.Globalization;
using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Grants;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Devices;

/// <summary>The devices of an installation, as the store has them. Thread-safe, over processes too.</summary>
public sealed class DeviceRegistry(Store store, DeviceOptions options, TimeProvider time)
{
    public const string Prefix = "devices/";

    // Who changes a device at the same moment are at most its owner and itself.
    private const int Rounds = 20;

    /// <summary>Adds a device, or lets a revoked one be paired anew.</summary>
    /// <returns>The pairing code, which nobody is told again.</returns>
    /// <exception cref="DeviceException">This store lends nothing, or the name is taken or cannot be.</exception>
    public async Task<string> AddAsync(string name, string site, IReadOnlyList<string> cameras, CancellationToken cancellationToken)
    {
        Check(name, site, cameras);
        var code = PairingCode.Generate();
        var now = time.GetUtcNow();
        var added = new DeviceRecord { Name = name, Site = site, Cameras = cameras, AddedAt = now, CodeHash = PairingCode.HashOf(code), CodeExpiresAt = now + options.CodeLifetime };
        if (await store.Objects.PutNewJsonAsync(NameOf(name), added, DeviceJson.Default.DeviceRecord, cancellationToken) == PutOutcome.Created)
        {
            return code;
        }

        // A record that is there and cannot be read would swallow the code.
        return await UpdateAsync(name, known => Renewed(known, added), cancellationToken) is not null
            ? code
            : throw new DeviceException($"Device '{name}' has a record that cannot be read: remove {NameOf(name)} from the store, then add it again.");
    }

    public async Task<DeviceRecord?> FindAsync(string name, CancellationToken cancellationToken) =>
        Slug.IsValid(name) ? (await ReadAsync(NameOf(name), cancellationToken))?.Value : null;

    /// <summary>All of them, in the order of names. A record that cannot be read is left out.</summary>
    public async IAsyncEnumerable<DeviceRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.Objects.ListAsync(Prefix, cancellationToken))
        {
            if (await ReadAsync(found.Name, cancellationToken) is { } record)
            {
                yield return record.Value;
            }
        }
    }

    /// <summary>Ends a device's pairing, and its pairing code. It gets no more credentials from this moment on.</summary>
    /// <returns>When the last credentials that it may hold end.</returns>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public async Task<DateTimeOffset> RevokeAsync(string name, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var record = await UpdateAsync(
            name,
            known => known.IsRevoked ? known : known with { CodeHash = null, Revoked = [.. known.Revoked, new RevokedTime(now, null)] },
            cancellationToken) ?? throw new DeviceException($"There is no device '{ShownText.Of(name)}'.");
        return record.Revoked[^1].From + options.CredentialLifetime;
    }

    /// <param name="name">Whose record.</param>
    /// <param name="change">From what is there to what should be; called again if somebody else was quicker. Its exceptions pass.</param>
    /// <param name="cancellationToken">Stops between two rounds.</param>
    /// <returns>What is there now; null if there is no such device.</returns>
    internal async Task<DeviceRecord?> UpdateAsync(string name, Func<DeviceRecord, DeviceRecord> change, CancellationToken cancellationToken)
    {
        for (var round = 0; round < Rounds; round++)
        {
            if (!Slug.IsValid(name) || await ReadAsync(NameOf(name), cancellationToken) is not { } known)
            {
                return null;
            }

            var next = change(known.Value);
            if (next == known.Value || await store.Objects.TryReplaceJsonAsync(NameOf(name), next, DeviceJson.Default.DeviceRecord, known.ETag, cancellationToken))
            {
                return next;
            }
        }

        throw new StoreUnreachableException($"The record of device {name} is changed by too many at once.");
    }

    internal static GrantScope ScopeOf(DeviceRecord device) => new(
        device.Name,
        new ObjectName(StoreLayout.HealthOf(device.Site, device.Name)),
        new ObjectName(StoreLayout.SettingsOf(device.Site, device.Name)),
        new ObjectName(StoreLayout.SignatureOf(device.Site, device.Name)),
        new ObjectName(StoreLayout.ClipWishesFor(device.Site, device.Name)));

    private void Check(string name, string site, IReadOnlyList<string> cameras)
    {
        foreach (var (what, text) in (IEnumerable<(string, string)>)[("Device", name), ("Site", site), .. cameras.Select(camera => ("Camera", camera))])
        {
            if (!Slug.IsValid(text))
            {
                throw new DeviceException($"{what} '{ShownText.Of(text)}' is not a valid name: {Slug.Rule}.");
            }
        }

        if (store.Grants is not { } grants)
        {
            throw new DeviceException($"Devices cannot be paired with this store ({store.Description}): it must be Azure Storage, and the server must have its account key or sign in to it. A folder is reached by mounting it on the device.");
        }

        if (grants.NameFault(name) is { } fault)
        {
            throw new DeviceException($"Device '{name}' {fault}.");
        }
    }

    private DeviceRecord Renewed(DeviceRecord known, DeviceRecord added)
    {
        if (known is { PublicKey: not null, IsRevoked: false })
        {
            throw new DeviceException($"Device '{known.Name}' is paired already; revoke it first, if this is another computer.");
        }

        // What was lent before must have ended: who holds it could write under the trust in the new one.
        if (known is { IsRevoked: true, PairedAt: not null } && known.Revoked[^1].From + options.CredentialLifetime is var ends && ends > added.AddedAt)
        {
            throw new DeviceException(string.Create(CultureInfo.InvariantCulture, $"Device '{known.Name}' was revoked, and its last credentials end at {ends:u}; add it again then, or under another name."));
        }

        return added with { PairedAt = known.PairedAt, RenewedAt = known.RenewedAt, LastChallenge = known.LastChallenge, Revoked = known.Revoked };
    }

    // A damaged record is a device that must be added anew, not a list that nobody can see.
    private async Task<Versioned<DeviceRecord>?> ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        try
        {
            return await store.Objects.ReadJsonAsync(name, DeviceJson.Default.DeviceRecord, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ObjectName NameOf(string device) => new($"{Prefix}{device}.json");
}
