using System.Collections.Concurrent;
using System.Text.Json;
using CloudCctv.Analysis.Alerts.Webhooks;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>
/// Publishes alerts, as the JSON that webhooks have, with the preview beside it. Each on a connection of its own: one that was
/// kept may have died unnoticed, and an alert is when to find out. Thread-safe.
/// </summary>
public sealed class MqttChannel(MqttOptions options, TimeProvider time) : IAlertChannel
{
    // AlertOptions.Lease is longer.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan KeepAlive = TimeSpan.FromMinutes(1);

    private readonly MqttTopics topics = new(options);

    private readonly ConcurrentDictionary<CameraName, DateTimeOffset> newestByCamera = new();

    public string Name => options.Name;

    public bool TakesUpdates => options.SendUpdates;

    // Programs count events.
    public bool TakesDigests => false;

    public async Task<AlertOutcome> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var session = await MqttSession.OpenAsync(options, KeepAlive, will: null, either.Token);
            await session.PublishAsync(Compose(message), either.Token);
            await session.CloseAsync(either.Token);
            return AlertOutcome.Delivered;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && MqttFaults.Judge(exception) is not null)
        {
            return MqttFaults.Judge(exception)!.Value;
        }
    }

    // The alert last: whatever it sets off finds the picture.
    private List<MqttMessage> Compose(AlertMessage message)
    {
        var (alert, camera) = (message.Alert, CameraName.Of(message.Alert.Event));
        var body = new MqttMessage(topics.AlertOf(camera), JsonSerializer.SerializeToUtf8Bytes(WebhookBody.For(message), WebhookJson.Default.WebhookBody), Retain: false);
        if (message.IsTest || !alert.HasPicture)
        {
            return [body];
        }

        // Where no server stays connected (Azure Functions), nothing else says that there is somebody.
        return [topics.Online, .. HomeAssistant.Announce(camera, options), .. PictureOf(message, camera), body];
    }

    // A late picture must not take the place of a newer one.
    private MqttMessage[] PictureOf(AlertMessage message, CameraName camera)
    {
        var start = message.Alert.Event.Start;
        var isNewest = newestByCamera.AddOrUpdate(camera, start, (_, newest) => start > newest ? start : newest) == start;
        return options.SendPicture && isNewest && !message.Preview.IsEmpty ? [new(topics.PictureOf(camera), message.Preview, Retain: true)] : [];
    }
}
