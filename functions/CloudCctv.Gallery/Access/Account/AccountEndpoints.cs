using CloudCctv.Gallery.Access.Passkeys;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Access.Account;

/// <summary>The page of one's own sign-in, for owners and viewers alike: passkeys, another password.</summary>
internal static class AccountEndpoints
{
    public const string Path = "/account";

    public static void MapAccount(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (HttpContext context, PasskeyCeremony ceremony, PasskeyStore passkeys) => ShowAsync(context, ceremony, passkeys, new())).ForViewers();
        endpoints.MapPost($"{Path}/password", ChangeAsync).ForViewers().TakesForm();
    }

    public static async Task<IResult> ShowAsync(HttpContext context, PasskeyCeremony ceremony, PasskeyStore passkeys, AccountNotice notice, int status = StatusCodes.Status200OK)
    {
        var name = context.User.Identity?.Name ?? "";
        var offers = ceremony.IsOffered && Persons.HasAccount(context.User);
        var holder = offers ? await passkeys.ReadAsync(name, context.RequestAborted) : null;
        var shown = new ShownAccount(name, Persons.HasPassword(context.User), offers, holder?.Passkeys ?? [], ceremony.PartyOf(context), Persons.PasskeyOf(context.User));
        return new RazorComponentResult<AccountPage>(new { Shown = shown, Notice = notice }) { StatusCode = status };
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, UserDoor door, UserStore users, SignInAttempts attempts, PasskeyCeremony ceremony, PasskeyStore passkeys, CancellationToken cancellationToken)
    {
        if (!Persons.HasPassword(context.User))
        {
            return GalleryEndpoints.NotFoundPage();
        }

        if (!attempts.MayTry(context))
        {
            return await FaultAsync("Too many wrong passwords. Wait a minute, then try again.", StatusCodes.Status429TooManyRequests);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (name, wanted) = (context.User.Identity!.Name!, form["new"].ToString());
        if (wanted != form["again"])
        {
            return await FaultAsync("The two new passwords differ.");
        }

        // Who finds a session open does not get to keep it: the password is asked for, and wrong ones are counted as at the door.
        if (await door.OpenAsync(context, name, form["current"].ToString()) is not { } seen)
        {
            attempts.Failed(context);
            return await FaultAsync("That is not your password.");
        }

        return await SetAsync(context, users, seen, wanted, cancellationToken) is { } fault
            ? await FaultAsync(fault)
            : await ShowAsync(context, ceremony, passkeys, new("Your password is changed. Wherever else you were signed in, you are not any more."));

        Task<IResult> FaultAsync(string text, int status = StatusCodes.Status400BadRequest) => ShowAsync(context, ceremony, passkeys, new(text, IsFault: true), status);
    }

    /// <returns>Null if it is done, else why not.</returns>
    private static async Task<string?> SetAsync(HttpContext context, UserStore users, User seen, string wanted, CancellationToken cancellationToken)
    {
        try
        {
            await users.ChangePasswordAsync(seen, wanted, cancellationToken);
        }
        catch (UserException exception)
        {
            return exception.Message;
        }

        // All sessions of the old password are over, this one too: it goes on under the new one.
        if (await users.FindAsync(seen.Name, cancellationToken) is { } user)
        {
            // So that the forms on this very page are of the new session.
            context.User = Persons.Of(user, AccessSchemes.Session);
            await context.SignInAsync(AccessSchemes.Session, context.User, new AuthenticationProperties { IsPersistent = true });
        }

        return null;
    }
}

/// <param name="Text">What the page has to say; null if nothing.</param>
/// <param name="IsFault">Whether something failed.</param>
public sealed record AccountNotice(string? Text = null, bool IsFault = false);

/// <param name="Name">Who.</param>
/// <param name="HasPassword">Whether there is one to change.</param>
/// <param name="OffersPasskeys">False where the platform signs in.</param>
/// <param name="Passkeys">Those that there are.</param>
/// <param name="Party">Whom new ones are made for; null where browsers have none.</param>
/// <param name="Current">The passkey that this session was begun with; null if it was not.</param>
public sealed record ShownAccount(string Name, bool HasPassword, bool OffersPasskeys, IReadOnlyList<Passkey> Passkeys, RelyingParty? Party, string? Current);
