using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Access.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>Takes in new passkeys of people who are signed in. Thread-safe.</summary>
internal sealed partial class PasskeyEnrolment(PasskeyCeremony ceremony, PasskeyStore passkeys, PasskeyChallenges challenges, TimeProvider time, ILogger<PasskeyEnrolment> logger)
{
    // Web Authentication's: what else a browser says is not kept.
    private static readonly string[] KnownTransports = ["ble", "hybrid", "internal", "nfc", "smart-card", "usb"];

    /// <summary>Asks for a passkey of somebody who has just given password or access key.</summary>
    /// <param name="context">Of the request; the cookie of the question is given to it.</param>
    /// <param name="party">Whom the passkey is made for.</param>
    /// <param name="name">Whose it is to be.</param>
    /// <param name="stamp">Of the user whose password it was; empty with the access key. A new password ends the question.</param>
    /// <returns>The question, for <c>navigator.credentials.create</c>.</returns>
    public async Task<string> OfferAsync(HttpContext context, RelyingParty party, string name, string stamp)
    {
        var entity = new PasskeyUserEntity { Id = passkeys.HandleOf(name), Name = name, DisplayName = name };
        var question = await ceremony.HoldAsync(context, party, handler => handler.MakeCreationOptionsAsync(entity, context));
        challenges.Keep(context, PasskeyPurpose.Add, stamp, question.AttestationState ?? "");
        return question.CreationOptionsJson;
    }

    /// <param name="context">Of the request; the cookie of the question is taken from it.</param>
    /// <param name="party">Whom the passkey is made for.</param>
    /// <param name="name">Whose it is to be.</param>
    /// <param name="label">What its owner calls it.</param>
    /// <param name="credential">What the browser answered, as JSON.</param>
    /// <exception cref="UserException">It cannot be taken; the message says why.</exception>
    public async Task AddAsync(HttpContext context, RelyingParty party, string name, string label, string credential)
    {
        if (challenges.Take(context, PasskeyPurpose.Add) is not { } challenge)
        {
            throw new UserException("That took too long. Try again.");
        }

        var asked = new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = challenge.State };
        var result = await ceremony.HoldAsync(context, party, handler => handler.PerformAttestationAsync(asked));
        if (!result.Succeeded)
        {
            PasskeyCeremony.ThrowUnlessRefusal(result.Failure);
            LogNotTaken(ShownText.Of(result.Failure.Message, 200));
            throw new UserException("This passkey could not be verified. Reload the page and try again.");
        }

        // The question was for somebody, who may have signed out since.
        if (result.UserEntity.Id != passkeys.HandleOf(name) || result.Passkey.PublicKey.Length > Passkey.MaxPublicKeyBytes)
        {
            throw new UserException("This passkey is not for you, or of a kind that is not taken. Reload the page and try again.");
        }

        var added = Made(result.Passkey, party, label);
        await passkeys.ChangeAsync(name, there => With(there, challenge, added), context.RequestAborted);
    }

    private Passkey Made(UserPasskeyInfo verified, RelyingParty party, string label) => new()
    {
        CredentialId = verified.CredentialId,
        PublicKey = verified.PublicKey,
        SignCount = verified.SignCount,
        Name = ShownText.Of(label.Trim() is { Length: > 0 } given ? given : "Passkey", Passkey.MaxNameLength),
        Host = party.Host,
        AddedAt = time.GetUtcNow(),
        Transports = [.. (verified.Transports ?? []).Intersect(KnownTransports)],
        IsBackupEligible = verified.IsBackupEligible,
        IsBackedUp = verified.IsBackedUp,
    };

    // The record is as it is now, whatever this instance remembers: who was shut out meanwhile adds nothing.
    private PasskeyHolder With(PasskeyHolder there, PasskeyChallenge challenge, Passkey added) => there.Passkeys.Count switch
    {
        _ when there.Stamp != challenge.Stamp => throw new UserException("Your password was changed meanwhile. Sign in again."),
        >= Passkey.Most => throw new UserException($"You have {Passkey.Most} passkeys, and no more are kept: remove one first."),
        _ when there.Passkeys.Any(one => one.Id == added.Id) => throw new UserException("You have this passkey already."),
        _ => there with
        {
            Passkeys = [.. there.Passkeys, added],
            Spent = challenge.SpendIn(there.Spent, time.GetUtcNow()) ?? throw new UserException("This answer was given before, or too many were. Try again in some minutes."),
        },
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Passkey not taken: {Reason}")]
    private partial void LogNotTaken(string reason);
}
