using System.Security.Claims;
using CloudCctv.Contracts.Names;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>Lets in who has a passkey. Thread-safe.</summary>
internal sealed partial class PasskeyDoor(PasskeyCeremony ceremony, PasskeyStore passkeys, PasskeyChallenges challenges, TimeProvider time, ILogger<PasskeyDoor> logger)
{
    /// <returns>The question, for <c>navigator.credentials.get</c>.</returns>
    public async Task<string> AskAsync(HttpContext context, RelyingParty party)
    {
        var question = await ceremony.HoldAsync(context, party, handler => handler.MakeRequestOptionsAsync(user: null, context));
        challenges.Keep(context, PasskeyPurpose.SignIn, stamp: "", question.AssertionState ?? "");
        return question.RequestOptionsJson;
    }

    /// <param name="context">Of the request; the cookie of the question is taken from it.</param>
    /// <param name="party">Whom the passkey must be made for.</param>
    /// <param name="credential">What the browser answered, as JSON.</param>
    /// <returns>Null if the answer is to no question of ours, late, wrong, or was given before.</returns>
    public async Task<ClaimsPrincipal?> OpenAsync(HttpContext context, RelyingParty party, string credential)
    {
        if (challenges.Take(context, PasskeyPurpose.SignIn) is not { } challenge)
        {
            LogRefused("no question was asked of this browser, or too long ago");
            return null;
        }

        // What is replaced is the very version that was verified: of two answers with one counter, or to one question, one is good.
        while (true)
        {
            var asked = new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = challenge.State };
            var result = await ceremony.HoldAsync(context, party, handler => handler.PerformAssertionAsync(asked));
            if (!result.Succeeded)
            {
                PasskeyCeremony.ThrowUnlessRefusal(result.Failure);
                LogRefused(ShownText.Of(result.Failure.Message, 200));
                return null;
            }

            if (Used(result.User, result.Passkey, challenge) is not { } used)
            {
                LogRefused("this answer was given before");
                return null;
            }

            var holder = result.User with { Passkeys = [.. result.User.Passkeys.Select(one => one.Id == used.Id ? used : one)] };
            if (await passkeys.TryWriteAsync(holder, context.RequestAborted))
            {
                return result.User.SignedInWith(used);
            }
        }
    }

    private Passkey? Used(PasskeyHolder holder, UserPasskeyInfo verified, PasskeyChallenge challenge)
    {
        var now = time.GetUtcNow();
        var passkey = holder.Passkeys.First(one => one.CredentialId.AsSpan().SequenceEqual(verified.CredentialId));
        return challenge.SpendIn(passkey.Spent, now) is { } spent
            ? passkey with { SignCount = verified.SignCount, IsBackedUp = verified.IsBackedUp, UsedAt = now, Spent = spent }
            : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Passkey refused: {Reason}")]
    private partial void LogRefused(string reason);
}
