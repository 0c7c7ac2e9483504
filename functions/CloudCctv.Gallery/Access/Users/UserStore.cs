using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access.Keys;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Gallery.Access.Users;

/// <summary>
/// Users, at <c>users/NAME.sealed</c>, each sealed under the access key: who can read the store learns no hash to guess at, and
/// who can write to it cannot make itself a user. A new access key ends all of them. Thread-safe, over processes too.
/// </summary>
public sealed class UserStore(IObjectStore store, AccessKey key, TimeProvider time)
{
    public const string Prefix = "users/";

    public const int MinPasswordLength = 10;

    public const int MaxPasswordLength = 200;

    /// <summary>The most that are kept.</summary>
    public const int Most = 200;

    private const string Suffix = ".sealed";
    private const string Purpose = "CloudCctv users 1";

    // Every request asks; a page has fifty pictures. What another process changes is heard of after this time.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

    private readonly SealedShelf<User> shelf = new(store, key, Purpose, UserJson.Default.User);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, User? User)> known = new(StringComparer.Ordinal);

    /// <returns>Null if there is none of that name, or it was sealed under another access key. Up to ten seconds old.</returns>
    public async Task<User?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (!Slug.IsValid(name))
        {
            return null;
        }

        if (known.TryGetValue(name, out var found) && time.GetUtcNow() - found.At < Remembered)
        {
            return found.User;
        }

        var user = (await ReadAsync(NameOf(name), cancellationToken))?.Value;
        if (user is not null)
        {
            known[name] = (time.GetUtcNow(), user);
        }
        else
        {
            // Whoever tries names must not fill the memory with them.
            known.TryRemove(name, out _);
        }

        return user;
    }

    /// <summary>The same as it is now: for who would otherwise be refused for what another process has changed.</summary>
    public Task<User?> FindAnewAsync(string name, CancellationToken cancellationToken)
    {
        known.TryRemove(name, out _);
        return FindAsync(name, cancellationToken);
    }

    /// <summary>All of them, by name. What cannot be opened with this access key is left out.</summary>
    public async IAsyncEnumerable<User> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(Prefix, cancellationToken))
        {
            if (await ReadAsync(found.Name, cancellationToken) is { Value: { } user })
            {
                yield return user;
            }
        }
    }

    /// <returns>The password, made here; it is kept nowhere.</returns>
    /// <exception cref="UserException">Name or cameras cannot be, or the name is taken.</exception>
    public async Task<string> AddAsync(string name, UserRole role, IReadOnlyList<string> cameras, CancellationToken cancellationToken)
    {
        if (FindFault(name, role, cameras) is { } fault)
        {
            throw new UserException(fault);
        }

        if (await ReadAsync(NameOf(name), cancellationToken) is { Value: not null })
        {
            throw new UserException($"There is a user '{name}' already: remove it first, or give it a new password.");
        }

        if (await store.ListAsync(Prefix, cancellationToken).CountAsync(cancellationToken) >= Most)
        {
            throw new UserException($"There are {Most} users already, and no more are kept: remove one first.");
        }

        var password = Generate();
        await WriteAsync(
            new User { Name = name, Role = role, Cameras = role == UserRole.Owner ? [] : cameras, Password = PasswordHash.Of(password), Stamp = NewStamp(), AddedAt = time.GetUtcNow() },
            cancellationToken);
        return password;
    }

    /// <summary>
    /// Ends all sessions of a user, removes its passkeys and gives it another password: whoever had a way in has none any more.
    /// </summary>
    /// <param name="name">Whose.</param>
    /// <param name="password">The new one; null to have one made.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>The password.</returns>
    /// <exception cref="UserException">There is no such user, or the password is too short or too long.</exception>
    public Task<string> SetPasswordAsync(string name, string? password, CancellationToken cancellationToken) =>
        ReplacePasswordAsync(name, password, user => user with { Passkeys = [] }, cancellationToken);

    /// <summary>The same for somebody who has given the old one: passkeys stay, and are on the page where this is done.</summary>
    /// <param name="seen">As it was when the old one was given: who was shut out since does not come in again by this.</param>
    /// <param name="password">The new one.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <exception cref="UserException">There is no such user any more, its password was changed meanwhile, or the new one is too short or too long.</exception>
    public Task ChangePasswordAsync(User seen, string password, CancellationToken cancellationToken) =>
        ReplacePasswordAsync(seen.Name, password, user => user.IsStill(seen.Stamp) ? user : throw new UserException("Your password was changed meanwhile. Sign in again."), cancellationToken);

    /// <summary>Removes a user; its sessions end with it.</summary>
    /// <returns>True if it was there.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var wasThere = Slug.IsValid(name) && await store.DeleteAsync(NameOf(name), cancellationToken);
        known.TryRemove(name, out _);
        return wasThere;
    }

    private static string? FindFault(string name, UserRole role, IReadOnlyList<string> cameras) => name switch
    {
        _ when !Slug.IsValid(name) => $"'{name}' cannot be a user's name: small letters, digits and hyphens are, at most 40.",
        User.OwnerName => $"'{User.OwnerName}' is the name of the access key: take another.",
        _ when role == UserRole.Viewer && cameras.Count == 0 => "A viewer needs cameras: site/camera, site/* for all of a site, or * for all.",
        _ => cameras.FirstOrDefault(camera => !User.IsPattern(camera)) is { } wrong ? $"'{wrong}' is not a camera; name it site/camera, site/* for all of a site, or * for all." : null,
    };

    // 80 bits: far more than can be tried.
    private static string Generate() => AccessKey.Generate().Text[..19];

    private static string NewStamp() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    private async Task<string> ReplacePasswordAsync(string name, string? password, Func<User, User> also, CancellationToken cancellationToken)
    {
        if (password is { Length: < MinPasswordLength or > MaxPasswordLength })
        {
            throw new UserException($"The password has {password.Length} characters; it must have {MinPasswordLength} to {MaxPasswordLength}.");
        }

        var given = password ?? Generate();
        var hash = PasswordHash.Of(given);
        while (true)
        {
            if (await ReadAsync(name, cancellationToken) is not { Value: { } user } found)
            {
                throw new UserException($"There is no user '{name}'.");
            }

            if (await TryReplaceAsync(also(user) with { Password = hash, Stamp = NewStamp() }, found.Version, cancellationToken))
            {
                return given;
            }
        }
    }

    /// <summary>Names under which something is kept, whether it can be opened or not.</summary>
    internal IAsyncEnumerable<string> NamesAsync(CancellationToken cancellationToken) =>
        store.ListAsync(Prefix, cancellationToken).Select(found => found.Name.Value[Prefix.Length..]).Where(file => file.EndsWith(Suffix, StringComparison.Ordinal)).Select(file => file[..^Suffix.Length]);

    /// <summary>A user as it is now, with its version; null if there is nothing of that name.</summary>
    internal Task<SealedRecord<User>?> ReadAsync(string name, CancellationToken cancellationToken) =>
        Slug.IsValid(name) ? ReadAsync(NameOf(name), cancellationToken) : Task.FromResult<SealedRecord<User>?>(null);

    /// <returns>False if somebody else wrote meanwhile, or the user is gone.</returns>
    internal async Task<bool> TryReplaceAsync(User user, ETag version, CancellationToken cancellationToken)
    {
        var isWritten = await shelf.TryPutAsync(NameOf(user.Name), user, version, cancellationToken);
        known.TryRemove(user.Name, out _);
        return isWritten;
    }

    private async Task WriteAsync(User user, CancellationToken cancellationToken)
    {
        await shelf.PutAsync(NameOf(user.Name), user, cancellationToken);
        known.TryRemove(user.Name, out _);
    }

    // The name is sealed, too: one user's record under another's name is nobody's.
    private async Task<SealedRecord<User>?> ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        var found = await shelf.ReadAsync(name, cancellationToken);
        return found is { Value: { } user } && NameOf(user.Name) != name ? found with { Value = null } : found;
    }

    private static ObjectName NameOf(string name) => new($"{Prefix}{name}{Suffix}");
}
