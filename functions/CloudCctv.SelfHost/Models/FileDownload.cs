using System.Net;

namespace CloudCctv.SelfHost.Models;

/// <summary>
/// Downloads one pinned file over a bad link: what has come stays on disk, and the next attempt, or the next run, asks only
/// for the rest (RFC 9110, section 14, with If-Range). Nothing is believed but length and SHA-256 of the pin.
/// </summary>
internal sealed class FileDownload(HttpClient http, TimeProvider time)
{
    private const int MaxFruitlessAttempts = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);

    /// <summary>Makes the client; it follows five redirects, never from https to http.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler
    {
        MaxAutomaticRedirections = 5,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(30),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { { "User-Agent", "CloudCctv" } },
    };

    /// <summary>Returns when the file is complete and its hash is the pin's. What has come stays there when this throws, unless it is wrong.</summary>
    /// <param name="pin">The file.</param>
    /// <param name="part">Where it is kept meanwhile and in the end.</param>
    /// <param name="progress">Told the bytes that are there.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <exception cref="DownloadException">The server has another file or none, or the link fails again and again.</exception>
    public async Task FetchAsync(ModelPin pin, string part, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var kept = new PartFile(part);
        var start = kept.Length;
        for (var fruitless = 0; ;)
        {
            var before = kept.Length;
            try
            {
                await new DownloadAttempt(http, time, pin, kept, progress).RunAsync(cancellationToken);
                if (ModelFolder.HashOf(part) is var hash && hash.Equals(pin.Sha256, StringComparison.OrdinalIgnoreCase))
                {
                    kept.ForgetTag();
                    return;
                }

                kept.Delete();
                if (start == 0)
                {
                    throw new DownloadException($"{Where(pin)}: the file there has SHA-256 {hash}, pinned is {pin.Sha256}: it is another file, and was thrown away.");
                }

                // What an earlier run left may have been the fault.
                start = 0;
            }
            catch (LinkException exception)
            {
                fruitless = kept.Length > before ? 0 : fruitless + 1;
                if (fruitless >= MaxFruitlessAttempts || (exception.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } && kept.Length == start))
                {
                    throw new DownloadException(GaveUp(pin, kept.Length, exception), exception);
                }

                await Task.Delay(FirstPause * Math.Pow(2, fruitless), time, cancellationToken);
            }
        }
    }

    private static string GaveUp(ModelPin pin, long kept, LinkException exception) =>
        $"{Where(pin)}: {exception.Message}. "
        + (kept > 0 ? $"{kept} of {pin.Bytes} bytes are kept; the same command goes on from there. " : "")
        + "The model that comes along works without a download; a file brought by other means is taken by: models add FILE.";

    private static string Where(ModelPin pin) => $"{pin.Name} from {pin.Url.Host}";
}
