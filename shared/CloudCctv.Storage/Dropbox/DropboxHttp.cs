using CloudCctv.Storage.Link;

namespace CloudCctv.Storage.Dropbox;

/// <summary>How we talk to Dropbox: soon sure that nobody is there, patient with a slow link.</summary>
internal static class DropboxHttp
{
    // One for the process, as sockets want it.
    private static readonly SocketsHttpHandler Sockets = new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    /// <summary>Every call brings its own time-out: some wait for minutes on purpose.</summary>
    public static HttpClient Client(LinkPace? pace)
    {
        HttpMessageHandler handler = pace is null ? Sockets : new PacedHandler(pace, Sockets);
        return new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
