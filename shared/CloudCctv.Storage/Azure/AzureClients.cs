using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace CloudCctv.Storage.Azure;

/// <summary>How we talk to Azure Storage: soon sure that nobody is there, patient with a slow link.</summary>
internal static class AzureClients
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>For one request with its content, which is at most a <see cref="BlockUpload.BlockBytes"/> from a device.</summary>
    private static readonly TimeSpan NetworkTimeout = TimeSpan.FromSeconds(100);

    // One for the process, as sockets want it; only Azure's own time-outs count.
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        AllowAutoRedirect = false,
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public static BlobClientOptions BlobOptions() => Tune(new BlobClientOptions());

    public static QueueClientOptions QueueOptions() => Tune(new QueueClientOptions());

    private static T Tune<T>(T options)
        where T : ClientOptions
    {
        options.Transport = new HttpClientTransport(Http);
        options.Retry.NetworkTimeout = NetworkTimeout;

        options.RetryPolicy = new OneQuickRetry();
        return options;
    }
}
