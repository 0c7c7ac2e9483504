using System.Net;
using Microsoft.AspNetCore.Http;

namespace CloudCctv.Uploader.Live.Access;

/// <summary>
/// Under which names this page is reached. A foreign site can make its own name point to this device (DNS rebinding) and
/// would then be of the same origin; it cannot do that with an address, nor with a name that is ours.
/// </summary>
internal sealed class KnownHosts(IEnumerable<string> names)
{
    private readonly HashSet<string> known = new(
        [.. names, "localhost", Environment.MachineName, $"{Environment.MachineName}.local"], StringComparer.OrdinalIgnoreCase);

    public bool Knows(HostString host) =>
        host.HasValue && (known.Contains(host.Host) || IPAddress.TryParse(host.Host.Trim('[', ']'), out _));

    /// <summary>False if a browser says that the request was made by a page from elsewhere.</summary>
    public static bool IsOwnPage(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site is not ("" or "same-origin" or "none"))
        {
            return false;
        }

        // Scheme aside: a proxy in front may speak https.
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && SameAuthority(url, request));
    }

    private static bool SameAuthority(Uri origin, HttpRequest request) =>
        string.Equals(origin.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase)
        || string.Equals($"{origin.Host}:{origin.Port}", request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
