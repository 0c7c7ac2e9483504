using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.Uploader.Live.Access;

/// <summary>
/// Stands before every endpoint: known host, signed in, and nothing done at the wish of a page from elsewhere. What is open
/// to all says so by <see cref="IAllowAnonymous"/>; what is not found is not told to strangers either.
/// </summary>
internal sealed class AccessRules(KnownHosts hosts, LiveKey key, Sessions sessions, WrongKeys wrongKeys)
{
    /// <summary>A page from elsewhere cannot set it without our consent (CORS), which nobody gets.</summary>
    public const string OwnHeader = "X-Cctv-Live";

    private const string Challenge = "Bearer realm=\"CloudCctv\", Basic realm=\"CloudCctv\", charset=\"UTF-8\"";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var open = context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        if (!hosts.Knows(request.Host))
        {
            await RefuseAsync(context, StatusCodes.Status421MisdirectedRequest, "This name is not known here: use the address, or add the name to live.names in the settings.");
        }
        else if (!open && !IsOwner(context))
        {
            await AskToSignInAsync(context);
        }
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !IsOwnWish(context, open))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Refused: this did not come from the live page itself.");
        }
        else if (context.WebSockets.IsWebSocketRequest && !IsOwnSocket(context))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Refused: this did not come from the live page itself.");
        }
        else
        {
            await next(context);
        }
    }

    // A form (sign-in) cannot send the header; its origin must do. Programs have the key instead.
    private static bool IsOwnWish(HttpContext context, bool open) =>
        KnownHosts.IsOwnPage(context.Request) && (open || context.Request.Headers.ContainsKey(OwnHeader) || HasBearer(context));

    // Browsers always say where a socket comes from; programs do not, and have the key instead.
    private static bool IsOwnSocket(HttpContext context) =>
        KnownHosts.IsOwnPage(context.Request) && (context.Request.Headers.Origin.Count > 0 || HasBearer(context));

    // Whether it is the right one has been seen to. A browser never adds it by itself, as it does cookies and Basic, and a page
    // from elsewhere may not.
    private static bool HasBearer(HttpContext context) =>
        TakesKey(context) && AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var value)
        && string.Equals(value.Scheme, "Bearer", StringComparison.OrdinalIgnoreCase);

    private static bool TakesKey(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<TakesKeyHeader>() is not null;

    private bool IsOwner(HttpContext context) =>
        sessions.IsValid(context.Request.Cookies[SessionCookie.Name])
        || (TakesKey(context) && HasKeyHeader(context));

    private bool HasKeyHeader(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count == 0 || !wrongKeys.MayTry(context))
        {
            return false;
        }

        if (key.Matches(GivenKey(context.Request.Headers.Authorization)))
        {
            return true;
        }

        wrongKeys.Add(context);
        return false;
    }

    // Bearer: RFC 6750. Basic with any user and the key as password: RFC 7617.
    private static string? GivenKey(string? header) => AuthenticationHeaderValue.TryParse(header, out var value)
        ? value.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => value.Parameter,
            "BASIC" when value.Parameter is { } given && Base64.IsValid(given) => Encoding.UTF8.GetString(Convert.FromBase64String(given)).Split(':', 2)[^1],
            _ => null,
        }
        : null;

    private static Task AskToSignInAsync(HttpContext context)
    {
        // A browser that goes to a page gets the form; what asks for a picture or for JSON gets a status that it understands.
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Redirect(SignIn.Path);
            return Task.CompletedTask;
        }

        // The page itself leads to the form; a challenge would have the browser ask in a window of its own.
        if (TakesKey(context) && !context.Request.Headers.ContainsKey(OwnHeader))
        {
            context.Response.Headers.WWWAuthenticate = Challenge;
        }

        return RefuseAsync(context, StatusCodes.Status401Unauthorized, "Sign in first.");
    }

    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}

/// <summary>Marks what other programs may use with the key in the Authorization header: pictures and recording. Pages and settings never are.</summary>
internal sealed class TakesKeyHeader;
