using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
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
    private const long MaxBytes = 64 << 10;

    // Every request asks; a page has fifty pictures. What another process changes is heard of after this time.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(10);

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

        var user = await ReadAsync(NameOf(name), cancellationToken);
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

    /// <summary>All of them, by name. What cannot be opened with this access key is left out.</summary>
    public async IAsyncEnumerable<User> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(Prefix, cancellationToken))
        {
            if (await ReadAsync(found.Name, cancellationToken) is { } user)
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

        if (await ReadAsync(NameOf(name), cancellationToken) is not null)
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

    /// <summary>Ends all sessions of a user and gives it another password.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="password">The new one; null to have one made.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>The password.</returns>
    /// <exception cref="UserException">There is no such user, or the password is too short or too long.</exception>
    public async Task<string> SetPasswordAsync(string name, string? password, CancellationToken cancellationToken)
    {
        if (password is { Length: < MinPasswordLength or > MaxPasswordLength })
        {
            throw new UserException($"The password has {password.Length} characters; it must have {MinPasswordLength} to {MaxPasswordLength}.");
        }

        var user = Slug.IsValid(name) ? await ReadAsync(NameOf(name), cancellationToken) : null;
        if (user is null)
        {
            throw new UserException($"There is no user '{name}'.");
        }

        var given = password ?? Generate();
        await WriteAsync(user with { Password = PasswordHash.Of(given), Stamp = NewStamp() }, cancellationToken);
        return given;
    }

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

    private async Task WriteAsync(User user, CancellationToken cancellationToken)
    {
        await store.PutAsync(NameOf(user.Name), KeySeal.Close(key, Purpose, JsonSerializer.SerializeToUtf8Bytes(user, UserJson.Default.User)), cancellationToken);
        known.TryRemove(user.Name, out _);
    }

    private async Task<User?> ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        await using var found = await store.OpenReadAsync(name, cancellationToken);
        if (found is null || found.Properties.Bytes > MaxBytes)
        {
            return null;
        }

        using var whole = new MemoryStream();
        await found.Content.CopyToAsync(whole, cancellationToken);
        try
        {
            // The name is sealed, too: one user's record under another's name is nobody's.
            return JsonSerializer.Deserialize(KeySeal.Open(key, Purpose, whole.ToArray()), UserJson.Default.User) is { } user && NameOf(user.Name) == name ? user : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static ObjectName NameOf(string name) => new($"{Prefix}{name}{Suffix}");
}
