using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Messaging.EventGrid;

namespace CloudCctv.Analysis.Alerts.EventGrid;

/// <summary>How we talk to a topic: one quick repeat, then the outbox waits.</summary>
internal static class EventGridClient
{
    // Both attempts and the pause together are shorter than AlertOptions.Lease.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(15);

    /// <param name="options">Where, and as whom.</param>
    /// <param name="identity">Signs in if there is no key; null for that of this machine.</param>
    /// <param name="transport">Null for the usual one.</param>
    public static EventGridPublisherClient Create(EventGridOptions options, TokenCredential? identity = null, HttpPipelineTransport? transport = null)
    {
        var client = new EventGridPublisherClientOptions
        {
            Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(500), MaxDelay = TimeSpan.FromSeconds(5), NetworkTimeout = AttemptTimeout },
            Diagnostics = { IsLoggingContentEnabled = false },
        };
        if (transport is not null)
        {
            client.Transport = transport;
        }

        return options.Key is { } key
            ? new EventGridPublisherClient(options.TopicEndpoint, new AzureKeyCredential(key), client)
            : new EventGridPublisherClient(options.TopicEndpoint, identity ?? new DefaultAzureCredential(), client);
    }
}
