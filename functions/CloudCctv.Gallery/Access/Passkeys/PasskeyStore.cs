using System.Security.Cryptography;
using System.Text;
using CloudCctv.Gallery.Access.Keys;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>
/// Passkeys, in the sealed records of their users; those of whoever has the access key in <c>owner/passkeys.sealed</c>, which is
/// not among the users and is not removed with one. Thread-safe, over processes too.
/// </summary>
internal sealed class PasskeyStore(IObjectStore store, AccessKey key, UserStore users, TimeProvider time)
{
    private static readonly ObjectName OwnersName = new("owner/passkeys.sealed");

    // As with users: every request asks.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly SealedShelf<OwnerPasskeys> owners = new(store, key, "CloudCctv owner's passkeys 1", PasskeyJson.Default.OwnerPasskeys);
    private readonly byte[] handleKey = key.Derive("CloudCctv passkey handles 1");

    private volatile KnownOwner? known;

    /// <summary>
    /// Under which name authenticators know somebody: tells who does not have the access key nothing (Web Authentication 3,
    /// section 14.6.1), and needs no table to be found by.
    /// </summary>
    public string HandleOf(string name) => Convert.ToHexStringLower(HMACSHA256.HashData(handleKey, Encoding.UTF8.GetBytes(name)))[..32];

    public async Task<PasskeyHolder?> FindByHandleAsync(string handle, CancellationToken cancellationToken)
    {
        var name = handle == HandleOf(User.OwnerName)
            ? User.OwnerName
            : await users.NamesAsync(cancellationToken).FirstOrDefaultAsync(one => HandleOf(one) == handle, cancellationToken);
        return name is null ? null : await ReadAsync(name, cancellationToken);
    }

    /// <summary>Looks through all records: for who adds one, not for who signs in.</summary>
    public async Task<PasskeyHolder?> FindByCredentialAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        await foreach (var name in users.NamesAsync(cancellationToken).Prepend(User.OwnerName))
        {
            if (await ReadAsync(name, cancellationToken) is { } holder && holder.Passkeys.Any(one => one.CredentialId.AsSpan().SequenceEqual(credentialId)))
            {
                return holder;
            }
        }

        return null;
    }

    /// <returns>As it is now; null if there is no such user.</returns>
    public async Task<PasskeyHolder?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        if (name == User.OwnerName)
        {
            var own = await owners.ReadAsync(OwnersName, cancellationToken);
            return new PasskeyHolder(name, User: null, own?.Value?.Passkeys ?? [], own?.Value?.Spent ?? [], own?.Version);
        }

        return await users.ReadAsync(name, cancellationToken) is { Value: { } user, Version: var version } ? new PasskeyHolder(name, user, user.Passkeys, user.Spent, version) : null;
    }

    /// <param name="changed">What was read, with other passkeys.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>False if the record has changed since it was read.</returns>
    public async Task<bool> TryWriteAsync(PasskeyHolder changed, CancellationToken cancellationToken)
    {
        if (changed.User is { } user)
        {
            return await users.TryReplaceAsync(user with { Passkeys = changed.Passkeys, Spent = changed.Spent }, changed.Version!.Value, cancellationToken);
        }

        var isWritten = await owners.TryPutAsync(OwnersName, new OwnerPasskeys { Passkeys = changed.Passkeys, Spent = changed.Spent }, changed.Version, cancellationToken);
        known = null;
        return isWritten;
    }

    /// <summary>Changes somebody's passkeys, whoever else is at it.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="change">Is given what is there now, and gives it back with other passkeys; may be asked more than once.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <exception cref="UserException">There is no such user, or <paramref name="change"/> says so.</exception>
    public async Task ChangeAsync(string name, Func<PasskeyHolder, PasskeyHolder> change, CancellationToken cancellationToken)
    {
        PasskeyHolder holder;
        do
        {
            holder = await ReadAsync(name, cancellationToken) ?? throw new UserException($"There is no user '{name}'.");
        }
        while (!await TryWriteAsync(change(holder), cancellationToken));
    }

    /// <summary>Whether the owner has this passkey. A yes may be ten seconds old, a no never is.</summary>
    public async Task<bool> IsOwnersAsync(string id, CancellationToken cancellationToken)
    {
        if (known is { } current && time.GetUtcNow() - current.At < Remembered && current.Ids.Contains(id))
        {
            return true;
        }

        var holder = (await ReadAsync(User.OwnerName, cancellationToken))!;
        var ids = holder.Passkeys.Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        known = new KnownOwner(time.GetUtcNow(), ids);
        return ids.Contains(id);
    }

    private sealed record KnownOwner(DateTimeOffset At, HashSet<string> Ids);
}
