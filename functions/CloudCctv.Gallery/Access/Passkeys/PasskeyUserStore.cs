using Microsoft.AspNetCore.Identity;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>
/// The part of ASP.NET Core Identity's store that its passkey handler asks. It reads; what came of a ceremony is written by
/// who held it, over the very version that was verified.
/// </summary>
internal sealed class PasskeyUserStore(PasskeyStore passkeys, CancellationToken aborted) : IUserPasskeyStore<PasskeyHolder>
{
    public Task<string> GetUserIdAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult(passkeys.HandleOf(user.Name));

    public Task<string?> GetUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<string?> GetNormalizedUserNameAsync(PasskeyHolder user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

    public Task<PasskeyHolder?> FindByIdAsync(string userId, CancellationToken cancellationToken) => passkeys.FindByHandleAsync(userId, aborted);

    public Task<PasskeyHolder?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => passkeys.ReadAsync(normalizedUserName, aborted);

    public Task<PasskeyHolder?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => passkeys.FindByCredentialAsync(credentialId, aborted);

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyHolder user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. user.Passkeys.Select(Told)]);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(user.Passkeys.FirstOrDefault(one => one.CredentialId.AsSpan().SequenceEqual(credentialId)) is { } found ? Told(found) : null);

    public Task AddOrUpdatePasskeyAsync(PasskeyHolder user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task RemovePasskeyAsync(PasskeyHolder user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task SetUserNameAsync(PasskeyHolder user, string? userName, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task SetNormalizedUserNameAsync(PasskeyHolder user, string? normalizedName, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<IdentityResult> CreateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<IdentityResult> UpdateAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw ReadsOnly();

    public Task<IdentityResult> DeleteAsync(PasskeyHolder user, CancellationToken cancellationToken) => throw ReadsOnly();

    public void Dispose()
    {
        // Nothing is held.
    }

    // Without what came with its making: a ceremony does not look at it again.
    private static UserPasskeyInfo Told(Passkey passkey) => new(
        passkey.CredentialId, passkey.PublicKey, passkey.AddedAt, passkey.SignCount, [.. passkey.Transports],
        isUserVerified: true, passkey.IsBackupEligible, passkey.IsBackedUp, attestationObject: [], clientDataJson: []);

    private static NotSupportedException ReadsOnly() => new("Users and passkeys are written by PasskeyStore.");
}
