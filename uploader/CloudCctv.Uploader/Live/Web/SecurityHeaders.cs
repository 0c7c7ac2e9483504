using Microsoft.AspNetCore.Http;

namespace CloudCctv.Uploader.Live.Web;

/// <summary>What every answer tells the browser: our own scripts only, nothing from elsewhere, nothing framed, nothing kept unless said.</summary>
internal static class SecurityHeaders
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; ";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        // Older Safari does not count WebSockets among 'self'. Uri writes nothing of a host that could end the value.
        var host = Uri.TryCreate($"ws://{context.Request.Host.Value}", UriKind.Absolute, out var own) ? $" ws://{own.Authority}" : "";
        headers.ContentSecurityPolicy = $"{ContentPolicy}connect-src 'self'{host}";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.CacheControl = "no-store";
        return next(context);
    }
}
