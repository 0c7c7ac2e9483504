using System.Globalization;
using Azure;
using Azure.Identity;
using Azure.Messaging.EventGrid;

namespace CloudCctv.Analysis.Alerts.EventGrid;

/// <summary>Publishes alerts as CloudEvents (see <see cref="AlertEvent"/>) to a custom topic. Thread-safe.</summary>
public sealed class EventGridChannel(EventGridPublisherClient topic) : IAlertChannel
{
    public const string ChannelName = "event-grid";

    public string Name => ChannelName;

    public bool Takes(AlertKind kind) => true;

    // Programs count events.
    public bool TakesDigests => false;

    public async Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await topic.SendEventAsync(AlertEvent.For(message), cancellationToken);
            return AlertOutcome.Delivered;
        }
        catch (RequestFailedException fault)
        {
            return Judge(fault);
        }
        catch (AggregateException attempts) when (attempts.InnerExceptions is [.., RequestFailedException last])
        {
            return Judge(last);
        }
        catch (AuthenticationFailedException fault)
        {
            // Its message may quote a request; its type says enough.
            return new AlertOutcome(AlertVerdict.TryLater, $"signing in failed ({fault.GetType().Name})");
        }
        catch (Exception fault) when (IsCut(fault) && !cancellationToken.IsCancellationRequested)
        {
            return new AlertOutcome(AlertVerdict.TryLater, "no answer in time");
        }
    }

    private static bool IsCut(Exception fault) => fault is OperationCanceledException or AggregateException { InnerExceptions: [.., OperationCanceledException] };

    // The service's own words, its error code among them, are not repeated: they may quote the key.
    private static AlertOutcome Judge(RequestFailedException fault) => fault.Status switch
    {
        0 => new(AlertVerdict.TryLater, "no connection"),
        400 or 413 => new(AlertVerdict.Refused, $"HTTP {fault.Status}"),
        _ => new(AlertVerdict.TryLater, $"HTTP {fault.Status}", RetryAfter(fault.GetRawResponse())),
    };

    private static TimeSpan? RetryAfter(Response? response) =>
        response is not null && response.Headers.TryGetValue("Retry-After", out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
