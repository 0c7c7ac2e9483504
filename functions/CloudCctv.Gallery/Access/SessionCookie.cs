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
        options.Events.OnRedirectToLogin = AskToSignInAsync;
        options.Events.OnRedirectToAccessDenied = context => ForbiddenPage.AnswerAsync(context.HttpContext);
        options.Events.OnValidatePrincipal = Persons.RenewAsync;
    }

    // A browser that goes to a page gets the form; what asks for a picture or for JSON gets a status that it understands.
    private static Task AskToSignInAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!AccessSchemes.TakesKeyHeader(context.HttpContext) || AcceptsHtml(context.Request))
        {
            // Relative: behind a front end, this host need not know the name that people use.
            context.Response.Redirect(SignInEndpoints.AddressFor(ReturnTo(context.Request)));
            return Task.CompletedTask;
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = KeyHeaderHandler.Challenge;
        return Task.CompletedTask;
    }

    // A form that was sent is not repeated by going there.
    private static string ReturnTo(HttpRequest request) => HttpMethods.IsGet(request.Method) ? $"{request.Path}{request.QueryString}" : "/";

    private static bool AcceptsHtml(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
