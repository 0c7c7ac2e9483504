using System.Security.Claims;
using CloudCctv.Gallery.Access.Passkeys;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Access;

internal static class SignInEndpoints
{
    public const string Path = "/sign-in";

    // Where the platform's own sign-in ends.
    private const string PlatformSignOut = "/.auth/logout";

    /// <param name="returnUrl">Where to go afterwards; a local address.</param>
    public static string AddressFor(string returnUrl) => AddressFor(Path, returnUrl);

    /// <summary>The same for another way in.</summary>
    public static string AddressFor(string path, string returnUrl) => returnUrl == "/" ? path : $"{path}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    public static void MapSignIn(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, Show).AllowAnonymous();
        endpoints.MapPost(Path, SignInAsync).AllowAnonymous().TakesForm();
        endpoints.MapPost("/sign-out", (Delegate)SignOutAsync).ForViewers().TakesForm();
    }

    /// <summary>Begins a session.</summary>
    public static async Task<IResult> EnterAsync(HttpContext context, ClaimsPrincipal person, string? returnUrl)
    {
        await context.SignInAsync(AccessSchemes.Session, person, new AuthenticationProperties { IsPersistent = true });
        return Results.LocalRedirect(LocalUrl.Or(returnUrl));
    }

    /// <param name="party">Whom passkeys are for; null where there are none.</param>
    /// <param name="returnUrl">Where to go afterwards.</param>
    /// <param name="fault">What went wrong, if anything.</param>
    /// <param name="status">Of the answer.</param>
    public static RazorComponentResult<SignInPage> Form(RelyingParty? party, string? returnUrl, string? fault, int status) =>
        new(new { Party = party, ReturnUrl = LocalUrl.Or(returnUrl), Fault = fault }) { StatusCode = status };

    private static IResult Show(HttpContext context, PasskeyCeremony passkeys, string? returnUrl) => context.User.Identity is { IsAuthenticated: true }
        ? Results.LocalRedirect(LocalUrl.Or(returnUrl))
        : Form(passkeys.PartyOf(context), returnUrl, fault: null, StatusCodes.Status200OK);

    private static async Task<IResult> SignInAsync(HttpContext context, AccessKey key, UserDoor door, SignInAttempts attempts, PasskeyCeremony passkeys, string? returnUrl)
    {
        if (!attempts.MayTry(context))
        {
            return Form(passkeys.PartyOf(context), returnUrl, "Too many wrong keys. Wait a minute, then try again.", StatusCodes.Status429TooManyRequests);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (name, secret) = (form["user"].ToString().Trim(), form["key"].ToString());
        if (await PersonAsync(context, key, door, name, secret) is not { } person)
        {
            attempts.Failed(context);
            return Form(passkeys.PartyOf(context), returnUrl, IsOwner(name) ? "That is not the access key." : "Name or password is wrong.", StatusCodes.Status401Unauthorized);
        }

        return await EnterAsync(context, person, returnUrl);
    }

    private static async Task<ClaimsPrincipal?> PersonAsync(HttpContext context, AccessKey key, UserDoor door, string name, string secret)
    {
        if (IsOwner(name))
        {
            return key.Matches(secret) ? Persons.Owner(AccessSchemes.Session) : null;
        }

        return await door.OpenAsync(context, name, secret) is { } user ? Persons.Of(user, AccessSchemes.Session) : null;
    }

    private static bool IsOwner(string name) => name.Length == 0 || name.Equals(User.OwnerName, StringComparison.OrdinalIgnoreCase);

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(AccessSchemes.Session);
        // Pictures are cached for as long as a session may last: do not leave them behind on a borrowed machine.
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return Results.LocalRedirect(context.User.Identity?.AuthenticationType == AccessSchemes.EasyAuth ? PlatformSignOut : Path);
    }
}
