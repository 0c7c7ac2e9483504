using CloudCctv.Uploader.Live.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CloudCctv.Uploader.Live.Access;

/// <summary>The form that takes the key and gives a session for it.</summary>
internal sealed class SignIn(LiveKey key, Sessions sessions, WrongKeys wrongKeys)
{
    public const string Path = "/sign-in";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(Path, (HttpContext context) =>
            sessions.IsValid(context.Request.Cookies[SessionCookie.Name]) ? Results.LocalRedirect("/") : Form("", StatusCodes.Status200OK)).AllowAnonymous();
        endpoints.MapPost(Path, (Delegate)EnterAsync).AllowAnonymous();
        endpoints.MapPost("/sign-out", Leave);
    }

    private async Task<IResult> EnterAsync(HttpContext context)
    {
        if (!wrongKeys.MayTry(context))
        {
            return Form("Too many wrong keys. Wait a minute, then try again.", StatusCodes.Status429TooManyRequests);
        }

        var given = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(context.RequestAborted))["key"].ToString() : "";
        if (!key.Matches(given))
        {
            wrongKeys.Add(context);
            return Form("That is not the key of this device.", StatusCodes.Status401Unauthorized);
        }

        context.Response.Cookies.Append(SessionCookie.Name, sessions.Issue(), SessionCookie.For(context.Request));
        return Results.LocalRedirect("/");
    }

    private IResult Leave(HttpContext context)
    {
        sessions.End(context.Request.Cookies[SessionCookie.Name]);
        context.Response.Cookies.Delete(SessionCookie.Name, SessionCookie.For(context.Request));
        return Results.NoContent();
    }

    // The texts are ours: nothing that was typed comes back.
    private static IResult Form(string fault, int status) => Results.Content(
        Asset.Text("sign-in.html").Replace("<!--fault-->", fault.Length > 0 ? $"<p class=\"notice bad\" role=\"alert\">{fault}</p>" : "", StringComparison.Ordinal),
        "text/html; charset=utf-8",
        statusCode: status);
}

internal static class SessionCookie
{
    public const string Name = "cctv-live";

    public static CookieOptions For(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        MaxAge = Sessions.Lifetime,
        Path = "/",
    };
}
