using System.Runtime.ExceptionServices;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>
/// Web Authentication as ASP.NET Core Identity does it: its passkey handler makes the questions and verifies the answers, over
/// our store and under our rules. Nothing else of Identity is used. Thread-safe.
/// </summary>
internal sealed class PasskeyCeremony(PasskeyStore passkeys, AlertOptions alerts, GalleryOptions gallery, ILoggerFactory loggers)
{
    /// <summary>Not where the platform signs in: what its people may, and when they may no more, is decided there.</summary>
    public bool IsOffered => gallery.EasyAuth is null;

    /// <returns>Null where passkeys are not offered, or browsers have none at this address.</returns>
    public RelyingParty? PartyOf(HttpContext context) => IsOffered ? RelyingParty.Of(context.Request, alerts.GalleryUrl) : null;

    public async Task<T> HoldAsync<T>(HttpContext context, RelyingParty party, Func<IPasskeyHandler<PasskeyHolder>, Task<T>> act)
    {
        // The handler asks it for users and their passkeys, which it has of the store; it checks no names and no passwords.
        using var users = new UserManager<PasskeyHolder>(
            new PasskeyUserStore(passkeys, context.RequestAborted), Options.Create(new IdentityOptions()), passwordHasher: null!, userValidators: [],
            passwordValidators: [], keyNormalizer: null!, new IdentityErrorDescriber(), services: null!, loggers.CreateLogger<UserManager<PasskeyHolder>>());
        return await act(new PasskeyHandler<PasskeyHolder>(users, Options.Create(RulesOf(party))));
    }

    /// <summary>A store that did not answer is no wrong passkey, though the handler takes it for one.</summary>
    public static void ThrowUnlessRefusal(PasskeyException failure)
    {
        if (failure.InnerException is StoreUnreachableException or StoreRejectedException or OperationCanceledException)
        {
            ExceptionDispatchInfo.Throw(failure.InnerException);
        }
    }

    private static IdentityPasskeyOptions RulesOf(RelyingParty party) => new()
    {
        ServerDomain = party.Host,
        // It stands in for name and password together: who merely finds the phone, or the stick, must not get in.
        UserVerificationRequirement = "required",
        // So that nobody types a name.
        ResidentKeyRequirement = "required",
        // Which make it is, is nobody's business here.
        AttestationConveyancePreference = "none",
        AuthenticatorTimeout = PasskeyChallenges.Lifetime - TimeSpan.FromSeconds(30),
        ValidateOrigin = asked => ValueTask.FromResult(!asked.CrossOrigin && string.IsNullOrEmpty(asked.TopOrigin) && asked.Origin == party.Origin),
    };
}
