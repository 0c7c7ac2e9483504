using CloudCctv.Gallery.Access.EasyAuth;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.Gallery.Access;

/// <summary>The ways in: the session of a browser, the key in a header for everything else, and the platform's own sign-in where that is configured.</summary>
internal static class AccessSchemes
{
    public const string Either = "either";

    public const string Session = "session";

    public const string KeyHeader = "key-header";

    public const string EasyAuth = "easy-auth";

    public static string For(HttpContext context) =>
        TakesKeyHeader(context) && context.Request.Headers.Authorization.Count > 0 ? KeyHeader : EasyAuthHandler.Read(context) is null ? Session : EasyAuth;

    /// <summary>
    /// Pages do not: a browser would send a remembered Basic password along with requests that other sites make.
    /// </summary>
    public static bool TakesKeyHeader(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<TakesKeyHeader>() is not null;
}

/// <summary>Marks an endpoint that widgets, scripts and other programs may read with the key in the Authorization header.</summary>
internal sealed class TakesKeyHeader;
