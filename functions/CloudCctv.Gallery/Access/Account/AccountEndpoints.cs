using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Access.Account;

/// <summary>The page of one's own sign-in, for owners and viewers alike: another password.</summary>
internal static class AccountEndpoints
{
    public const string Path = "/account";

    public static void MapAccount(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (HttpContext context) => Page(context, new())).ForViewers();
        endpoints.MapPost($"{Path}/password", ChangeAsync).ForViewers().TakesForm();
    }

    private static RazorComponentResult<AccountPage> Page(HttpContext context, AccountNotice notice, int status = StatusCodes.Status200OK) =>
        new(new { Name = context.User.Identity?.Name ?? "", HasPassword = Persons.HasPassword(context.User), Notice = notice }) { StatusCode = status };

    private static async Task<IResult> ChangeAsync(HttpContext context, UserDoor door, UserStore users, SignInAttempts attempts, CancellationToken cancellationToken)
    {
        if (!Persons.HasPassword(context.User))
        {
            return GalleryEndpoints.NotFoundPage();
        }

        if (!attempts.MayTry(context))
        {
            return Fault(context, "Too many wrong passwords. Wait a minute, then try again.", StatusCodes.Status429TooManyRequests);
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var (name, wanted) = (context.User.Identity!.Name!, form["new"].ToString());
        if (wanted != form["again"])
        {
            return Fault(context, "The two new passwords differ.", StatusCodes.Status400BadRequest);
        }

        // Who finds a session open does not get to keep it: the password is asked for, and wrong ones are counted as at the door.
        if (await door.OpenAsync(context, name, form["current"].ToString()) is null)
        {
            attempts.Failed(context);
            return Fault(context, "That is not your password.", StatusCodes.Status400BadRequest);
        }

        return await SetAsync(context, users, name, wanted, cancellationToken);
    }

    private static async Task<IResult> SetAsync(HttpContext context, UserStore users, string name, string wanted, CancellationToken cancellationToken)
    {
        try
        {
            await users.SetPasswordAsync(name, wanted, cancellationToken);
        }
        catch (UserException exception)
        {
            return Fault(context, exception.Message, StatusCodes.Status400BadRequest);
        }

        // All sessions of the old password are over, this one too: it goes on under the new one.
        if (await users.FindAsync(name, cancellationToken) is { } user)
        {
            // So that the forms on this very page are of the new session.
            context.User = Persons.Of(user, AccessSchemes.Session);
            await context.SignInAsync(AccessSchemes.Session, context.User, new AuthenticationProperties { IsPersistent = true });
        }

        return Page(context, new("Your password is changed. Wherever else you were signed in, you are not any more."));
    }

    private static RazorComponentResult<AccountPage> Fault(HttpContext context, string text, int status) => Page(context, new(text, IsFault: true), status);
}

/// <param name="Text">What the page has to say; null if nothing.</param>
/// <param name="IsFault">Whether something failed.</param>
public sealed record AccountNotice(string? Text = null, bool IsFault = false);
