using System.Security.Claims;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>Somebody who may have passkeys, as the store had it at one moment.</summary>
/// <param name="Name">A user's, or <see cref="User.OwnerName"/>.</param>
/// <param name="User">Null for whoever has the access key.</param>
/// <param name="Passkeys">All of them.</param>
/// <param name="Spent">Answers by which one was added.</param>
/// <param name="Version">Of the record; null if there is none yet.</param>
internal sealed record PasskeyHolder(string Name, User? User, IReadOnlyList<Passkey> Passkeys, IReadOnlyList<SpentChallenge> Spent, ETag? Version)
{
    /// <summary>What changes when somebody is shut out; of whoever has the access key nothing is in the store that could.</summary>
    public string Stamp => User?.Stamp ?? "";

    /// <summary>With the same rights as after any other sign-in.</summary>
    public ClaimsPrincipal SignedInWith(Passkey passkey) =>
        User is null ? Persons.Owner(AccessSchemes.Session, passkey.Id) : Persons.Of(User, AccessSchemes.Session, passkey.Id);
}
