using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.Gallery.Access;

internal static class SessionCookie
{
    public const string Name = "cctv-session";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        // Not Strict: the link in an alert comes from another app, and should open the picture at once.
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = SignInEndpoints.Path;
        options.ReturnUrlParameter = SignInEndpoints.ReturnUrl;
        options.Events.OnRedirectToLogin = AskToSignInAsync;
    }

    // A browser that goes to a page gets the form; what asks for a picture or for JSON gets a status that it understands.
    private static Task AskToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!AccessSchemes.TakesKeyHeader(context.HttpContext) || AcceptsHtml(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = KeyHeaderHandler.Challenge;
        return Task.CompletedTask;
    }

    private static bool AcceptsHtml(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
