using System.Security.Claims;
using CloudCctv.Gallery.Access.Passkeys;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Access.Users;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Access;

/// <summary>Who is signed in, as claims. Of a session only the name and the stamp are believed: what they may is looked up each time.</summary>
internal static class Persons
{
    private const string StampClaim = "cctv-stamp";
    private const string PasskeyClaim = "cctv-passkey";

    /// <summary>Who has the access key, or a passkey of whoever has it.</summary>
    public static ClaimsPrincipal Owner(string scheme, string? passkey = null) => Make(scheme, User.OwnerName, UserRole.Owner, [], PasskeyClaims(passkey));

    public static ClaimsPrincipal Of(User user, string scheme, string? passkey = null) =>
        Make(scheme, user.Name, user.Role, user.Cameras, [new Claim(StampClaim, user.Stamp), .. PasskeyClaims(passkey)]);

    /// <summary>Whether somebody is signed in by this gallery, and not elsewhere.</summary>
    public static bool HasAccount(ClaimsPrincipal? person) => person?.Identity is { IsAuthenticated: true, AuthenticationType: AccessSchemes.Session };

    /// <summary>Whether somebody signs in by name and password, and not by the access key or elsewhere.</summary>
    public static bool HasPassword(ClaimsPrincipal? person) => HasAccount(person) && person!.Identity!.Name != User.OwnerName;

    /// <summary>The passkey that the session was begun with; null if it was begun otherwise.</summary>
    public static string? PasskeyOf(ClaimsPrincipal? person) => person?.FindFirst(PasskeyClaim)?.Value;

    /// <summary>Ends a session whose user, password or passkey there is no more, and gives the others what they may now.</summary>
    public static async Task RenewAsync(CookieValidatePrincipalContext context)
    {
        if (await RenewedAsync(context.Principal!, context.HttpContext.RequestServices, context.HttpContext.RequestAborted) is { } person)
        {
            context.ReplacePrincipal(person);
        }
        else
        {
            context.RejectPrincipal();
        }
    }

    private static async Task<ClaimsPrincipal?> RenewedAsync(ClaimsPrincipal session, IServiceProvider services, CancellationToken cancellationToken)
    {
        var (name, passkey) = (session.Identity?.Name ?? "", PasskeyOf(session));
        if (name == User.OwnerName)
        {
            // Who has given the access key depends on nothing in the store.
            return passkey is null || await services.GetRequiredService<PasskeyStore>().IsOwnersAsync(passkey, cancellationToken)
                ? Owner(AccessSchemes.Session, passkey)
                : null;
        }

        // What is remembered may be older than the session, if that was begun on another instance.
        var users = services.GetRequiredService<UserStore>();
        var user = await users.FindAsync(name, cancellationToken);
        user = IsOf(user) ? user : await users.FindAnewAsync(name, cancellationToken);
        return IsOf(user) ? Of(user!, AccessSchemes.Session, passkey) : null;

        bool IsOf(User? user) => user is not null && session.HasClaim(StampClaim, user.Stamp) && (passkey is null || user.Passkeys.Any(one => one.Id == passkey));
    }

    private static Claim[] PasskeyClaims(string? passkey) => passkey is null ? [] : [new Claim(PasskeyClaim, passkey)];

    private static ClaimsPrincipal Make(string scheme, string name, UserRole role, IEnumerable<string> cameras, params Claim[] more) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), .. AccessRights.Claims(role, cameras), .. more], scheme));
}
