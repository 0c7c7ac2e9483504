using Microsoft.AspNetCore.Http;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>Whom passkeys are made for.</summary>
/// <param name="Host">The relying party id: a host name, in small ASCII letters.</param>
/// <param name="Origin">The only origin whose pages may use them, as browsers write it: <c>https://cctv.example.org</c>.</param>
public sealed record RelyingParty(string Host, string Origin)
{
    /// <param name="request">Tells the address if no other is known. Its host is what the browser, or a front end, says.</param>
    /// <param name="galleryUrl"><c>Alerts:GalleryUrl</c>, the address that people use; null if it is not set.</param>
    /// <returns>Null where browsers have no passkeys: http (but for localhost), and addresses in numbers.</returns>
    public static RelyingParty? Of(HttpRequest request, Uri? galleryUrl)
    {
        var url = galleryUrl ?? (Uri.TryCreate($"{request.Scheme}://{request.Host.ToUriComponent()}", UriKind.Absolute, out var asked) ? asked : null);
        if (url is not { IsAbsoluteUri: true, HostNameType: UriHostNameType.Dns })
        {
            return null;
        }

        var host = url.IdnHost.ToLowerInvariant();
        var isSecure = url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && host == "localhost");
        return isSecure ? new RelyingParty(host, $"{url.Scheme}://{host}{(url.IsDefaultPort ? "" : $":{url.Port}")}") : null;
    }
}
