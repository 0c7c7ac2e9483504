using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Alerts.Mqtt;

/// <summary>
/// Announces a camera to Home Assistant (https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery) as a device with a
/// sensor, on for a minute when somebody is seen, and the picture of the last event. Announcing it again changes nothing.
/// </summary>
internal static class HomeAssistant
{
    private const int OnSeconds = 60;

    // What is late says nothing about now. An empty text leaves the sensor as it is.
    private const string SeenNow = "{% if value_json.kind == 'seen' and not value_json.late %}ON{% endif %}";

    public static IReadOnlyList<MqttMessage> Announce(CameraName camera, MqttOptions options)
    {
        if (options.DiscoveryPrefix.Length == 0)
        {
            return [];
        }

        // Slugs have no underscore, so that no two cameras share an id.
        var (id, topics) = ($"cloudcctv_{camera.Site}_{camera.Camera}", new MqttTopics(options));
        var device = new HomeDevice([id], $"{camera.Camera} ({camera.Site})", "CloudCctv");
        var sensor = new HomeEntity("Person", $"{id}_person", topics.Status, device, HomeOrigin.Ours)
        {
            StateTopic = topics.AlertOf(camera),
            ValueTemplate = SeenNow,
            JsonAttributesTopic = topics.AlertOf(camera),
            DeviceClass = "occupancy",
            OffDelay = OnSeconds,
        };
        var image = new HomeEntity("Last event", $"{id}_picture", topics.Status, device, HomeOrigin.Ours) { ImageTopic = topics.PictureOf(camera), ContentType = "image/jpeg" };
        return options.SendPicture
            ? [Config(options, "binary_sensor", $"{id}/person", sensor), Config(options, "image", $"{id}/picture", image)]
            : [Config(options, "binary_sensor", $"{id}/person", sensor)];
    }

    private static MqttMessage Config(MqttOptions options, string component, string id, HomeEntity entity) =>
        new($"{options.DiscoveryPrefix}/{component}/{id}/config", JsonSerializer.SerializeToUtf8Bytes(entity, HomeJson.Default.HomeEntity), Retain: true);
}

/// <param name="Name">Shown behind the device's.</param>
/// <param name="UniqueId">For ever.</param>
/// <param name="AvailabilityTopic">Says <c>online</c> or <c>offline</c>.</param>
/// <param name="Device">What it belongs to.</param>
/// <param name="Origin">Who announces it.</param>
internal sealed record HomeEntity(string Name, string UniqueId, string AvailabilityTopic, HomeDevice Device, HomeOrigin Origin)
{
    public string? StateTopic { get; init; }

    public string? ValueTemplate { get; init; }

    public string? JsonAttributesTopic { get; init; }

    public string? DeviceClass { get; init; }

    /// <summary>Seconds.</summary>
    public int? OffDelay { get; init; }

    public string? ImageTopic { get; init; }

    public string? ContentType { get; init; }
}

internal sealed record HomeDevice(IReadOnlyList<string> Identifiers, string Name, string Manufacturer);

internal sealed record HomeOrigin(string Name)
{
    public static HomeOrigin Ours { get; } = new("CloudCctv");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HomeEntity))]
internal sealed partial class HomeJson : JsonSerializerContext;
