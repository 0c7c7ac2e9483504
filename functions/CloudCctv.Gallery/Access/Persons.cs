using System.Security.Claims;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Access.Users;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Access;

/// <summary>Who is signed in, as claims. Of a session only the name and the stamp are believed: what they may is looked up each time.</summary>
internal static class Persons
{
    private const string StampClaim = "cctv-stamp";

    /// <summary>Who has the access key.</summary>
    public static ClaimsPrincipal Owner(string scheme) => Make(scheme, User.OwnerName, UserRole.Owner, []);

    public static ClaimsPrincipal Of(User user, string scheme) => Make(scheme, user.Name, user.Role, user.Cameras, new Claim(StampClaim, user.Stamp));

    /// <summary>Whether somebody signs in by name and password, and not by the access key or elsewhere.</summary>
    public static bool HasPassword(ClaimsPrincipal? person) =>
        person?.Identity is { IsAuthenticated: true, AuthenticationType: AccessSchemes.Session } identity && identity.Name != User.OwnerName;

    /// <summary>Ends a session whose user has gone or has another password, and gives the others what they may now.</summary>
    public static async Task RenewAsync(CookieValidatePrincipalContext context)
    {
        var name = context.Principal?.Identity?.Name ?? "";
        if (name == User.OwnerName)
        {
            context.ReplacePrincipal(Owner(AccessSchemes.Session));
            return;
        }

        var users = context.HttpContext.RequestServices.GetRequiredService<UserStore>();
        var user = await users.FindAsync(name, context.HttpContext.RequestAborted);
        if (user is not null && context.Principal!.HasClaim(StampClaim, user.Stamp))
        {
            context.ReplacePrincipal(Of(user, AccessSchemes.Session));
        }
        else
        {
            context.RejectPrincipal();
        }
    }

    private static ClaimsPrincipal Make(string scheme, string name, UserRole role, IEnumerable<string> cameras, params Claim[] more) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), .. AccessRights.Claims(role, cameras), .. more], scheme));
}
