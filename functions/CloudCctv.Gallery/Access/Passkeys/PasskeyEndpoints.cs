using CloudCctv.Gallery.Access.Account;
using CloudCctv.Gallery.Access.Rights;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.Gallery.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>What a script of the pages asks (<c>options</c>), and where the answers of authenticators go, as forms.</summary>
internal static class PasskeyEndpoints
{
    public const string SignInPath = $"{SignInEndpoints.Path}/passkey";

    public const string AccountPath = $"{AccountEndpoints.Path}/passkeys";

    private const string TooMany = "Too many wrong tries. Wait a minute, then try again.";

    public static void MapPasskeys(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost($"{SignInPath}/options", AskAsync).AllowAnonymous().TakesForm();
        endpoints.MapPost(SignInPath, OpenAsync).AllowAnonymous().TakesForm();
        endpoints.MapPost($"{AccountPath}/options", OfferAsync).ForViewers().TakesForm();
        endpoints.MapPost(AccountPath, AddAsync).ForViewers().TakesForm();
        endpoints.MapPost($"{AccountPath}/remove", RemoveAsync).ForViewers().TakesForm();
    }

    private static async Task<IResult> AskAsync(HttpContext context, PasskeyCeremony ceremony, PasskeyDoor door, SignInAttempts attempts)
    {
        if (ceremony.PartyOf(context) is not { } party)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        return attempts.MayTry(context) ? Question(await door.AskAsync(context, party)) : Fault(TooMany, StatusCodes.Status429TooManyRequests);
    }

    private static async Task<IResult> OpenAsync(HttpContext context, PasskeyCeremony ceremony, PasskeyDoor door, SignInAttempts attempts, string? returnUrl)
    {
        if (ceremony.PartyOf(context) is not { } party)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        if (!attempts.MayTry(context))
        {
            return SignInEndpoints.Form(party, returnUrl, TooMany, StatusCodes.Status429TooManyRequests);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (await door.OpenAsync(context, party, form["credential"].ToString()) is not { } person)
        {
            attempts.Failed(context);
            return SignInEndpoints.Form(
                party, returnUrl, "This passkey did not open. Try once more, or sign in with your key or password.", StatusCodes.Status401Unauthorized);
        }

        return await SignInEndpoints.EnterAsync(context, person, returnUrl);
    }

    // Who finds a session open does not get to keep it by a passkey of one's own: what is asked for is asked as at the door.
    private static async Task<IResult> OfferAsync(
        HttpContext context, PasskeyCeremony ceremony, PasskeyEnrolment enrolment, AccessKey key, UserDoor door, SignInAttempts attempts)
    {
        if (PartyOf(context, ceremony) is not { } party)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        if (!attempts.MayTry(context))
        {
            return Fault(TooMany, StatusCodes.Status429TooManyRequests);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (name, secret, hasPassword) = (NameOf(context), form["secret"].ToString(), Persons.HasPassword(context.User));
        var user = hasPassword ? await door.OpenAsync(context, name, secret) : null;
        if (hasPassword ? user is null : !key.Matches(secret))
        {
            attempts.Failed(context);
            return Fault(hasPassword ? "That is not your password." : "That is not the access key.", StatusCodes.Status400BadRequest);
        }

        return Question(await enrolment.OfferAsync(context, party, name, user?.Stamp ?? ""));
    }

    private static async Task<IResult> AddAsync(HttpContext context, PasskeyCeremony ceremony, PasskeyEnrolment enrolment, PasskeyStore passkeys)
    {
        if (PartyOf(context, ceremony) is not { } party)
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        try
        {
            await enrolment.AddAsync(context, party, NameOf(context), form["name"].ToString(), form["credential"].ToString());
        }
        catch (UserException exception)
        {
            return await AccountEndpoints.ShowAsync(context, ceremony, passkeys, new(exception.Message, IsFault: true), StatusCodes.Status400BadRequest);
        }

        return await AccountEndpoints.ShowAsync(context, ceremony, passkeys, new("Your passkey is there. From now on it signs you in, too."));
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, PasskeyStore passkeys)
    {
        if (!Persons.HasAccount(context.User))
        {
            return GalleryEndpoints.NotFoundPage();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var id = form["id"].ToString();
        await passkeys.ChangeAsync(NameOf(context), there => there with { Passkeys = [.. there.Passkeys.Where(one => one.Id != id)] }, context.RequestAborted);
        if (Persons.PasskeyOf(context.User) != id)
        {
            return Results.LocalRedirect(AccountEndpoints.Path);
        }

        // Its sessions end with it, this one too.
        await context.SignOutAsync(AccessSchemes.Session);
        return Results.LocalRedirect(SignInEndpoints.AddressFor(AccountEndpoints.Path));
    }

    private static RelyingParty? PartyOf(HttpContext context, PasskeyCeremony ceremony) => Persons.HasAccount(context.User) ? ceremony.PartyOf(context) : null;

    private static string NameOf(HttpContext context) => context.User.Identity!.Name!;

    private static IResult Question(string json) => Results.Content(json, "application/json");

    private static IResult Fault(string text, int status) => Results.Json(new { fault = text }, statusCode: status);
}
