using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using CloudCctv.Storage.Link;

namespace CloudCctv.Storage.Azure;

/// <summary>How we talk to Azure Storage: soon sure that nobody is there, patient with a slow link.</summary>
internal static class AzureClients
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>For one request with its content, which is at most a <see cref="BlockSize.LargestBytes"/> from a device.</summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(100);

    // One for the process, as sockets want it.
    private static readonly SocketsHttpHandler Sockets = new()
    {
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    public static BlobClientOptions BlobOptions(LinkPace? pace = null) => Tune(new BlobClientOptions(), pace);

    public static QueueClientOptions QueueOptions(LinkPace? pace = null) => Tune(new QueueClientOptions(), pace);

    private static T Tune<T>(T options, LinkPace? pace)
        where T : ClientOptions
    {
        HttpMessageHandler handler = pace is null ? Sockets : new PacedHandler(pace, Sockets);

        // Only Azure's own time-outs count.
        options.Transport = new HttpClientTransport(new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan });
        options.Retry.NetworkTimeout = NetworkTimeout;

        options.RetryPolicy = new OneQuickRetry();
        return options;
    }
}
