using System.Net;
using System.Net.Security;
using System.Security.Authentication;

namespace CloudCctv.Uploader.Capture.Http;

/// <summary>
/// Asks one camera over HTTP. User and password of the URL answer a Basic or Digest challenge of the camera's own origin
/// only, and stand nowhere else. Redirects lead to http and https, and never from https to http. No proxy of the system: cameras are near.
/// </summary>
internal sealed class CameraClient : IDisposable
{
    private const int MaxRedirects = 5;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private readonly HttpClient client;
    private readonly Uri url;
    private readonly SourceAddress source;

    public CameraClient(SourceAddress source, bool acceptAnyCertificate)
    {
        this.source = source;
        var given = new Uri(source.Location);
        url = new UriBuilder(given) { UserName = "", Password = "" }.Uri;
        var handler = new SocketsHttpHandler
        {
            Credentials = Credentials(given),
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            // .NET would follow to any scheme.
            AllowAutoRedirect = false,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
        };
        if (acceptAnyCertificate)
        {
            handler.SslOptions = AnyCertificate();
        }

        // The watchdog over the frames is the timeout.
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Asks, and returns when the header of the answer is there.</summary>
    /// <exception cref="CaptureException">No connection, or an answer that is no picture.</exception>
    public async Task<HttpResponseMessage> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (response, at) = (await AskAsync(url, cancellationToken), url);
            for (var follows = 0; follows < MaxRedirects && Elsewhere(response, at) is { } next; follows++)
            {
                response.Dispose();
                (response, at) = (await AskAsync(next, cancellationToken), next);
            }

            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            response.Dispose();
            throw Unreadable(Meaning(response.StatusCode));
        }
        catch (HttpRequestException exception)
        {
            throw Unreadable(exception.InnerException is AuthenticationException
                ? "its certificate is not trusted; if it is the camera's own, set capture.acceptAnyCertificate"
                : exception.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreadable($"no connection within {ConnectTimeout.TotalSeconds:0} s");
        }
    }

    public CaptureException Unreadable(string why) => new($"Cannot read {source}: {why}");

    public void Dispose() => client.Dispose();

    private Task<HttpResponseMessage> AskAsync(Uri address, CancellationToken cancellationToken) =>
        client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <returns>Where the camera sends us, if that is over HTTP and no less safe than where we are; else null.</returns>
    private static Uri? Elsewhere(HttpResponseMessage response, Uri at) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.Location is { } location && Uri.TryCreate(at, location, out var next)
        && (next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && at.Scheme == Uri.UriSchemeHttp))
            ? next : null;

    private static string Meaning(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => "the camera wants another user or password (401)",
        HttpStatusCode.Forbidden => "this user may not see it (403)",
        HttpStatusCode.NotFound => "there is nothing under this path (404)",
        HttpStatusCode.ServiceUnavailable => "the camera is busy; many serve only a few viewers (503)",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => $"the camera sends us elsewhere, where we do not follow ({(int)status})",
        _ => $"the camera answers with status {(int)status}",
    };

    private static CredentialCache? Credentials(Uri given)
    {
        if (given.UserInfo.Length == 0)
        {
            return null;
        }

        var (user, password) = given.UserInfo.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon
            ? (given.UserInfo[..colon], given.UserInfo[(colon + 1)..])
            : (given.UserInfo, "");
        var credential = new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
        var origin = new Uri(given.GetLeftPart(UriPartial.Scheme) + given.Authority);
        return new CredentialCache { { origin, "Basic", credential }, { origin, "Digest", credential } };
    }

    private static SslClientAuthenticationOptions AnyCertificate() => new()
    {
#pragma warning disable CA5359 // Asked for: most cameras have a certificate of their own making.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
    };
}
