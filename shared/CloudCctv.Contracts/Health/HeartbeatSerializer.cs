using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Health;

/// <summary>Writes and reads heartbeats.</summary>
public static class HeartbeatSerializer
{
    /// <summary>
    /// At most <see cref="Heartbeat.MaxBytes"/>: first the reasons why clips wait are left out, then cameras at the end of the list
    /// until it fits.
    /// </summary>
    public static byte[] Write(Heartbeat heartbeat)
    {
        if (heartbeat.Clips is { Why: not null } clips)
        {
            var whole = JsonSerializer.SerializeToUtf8Bytes(heartbeat, HeartbeatJson.Default.Heartbeat);
            return whole.Length <= Heartbeat.MaxBytes ? whole : Write(heartbeat with { Clips = clips with { Why = null, DataFrom = null } });
        }

        for (var listed = heartbeat.Cameras.Count; ; listed--)
        {
            var left = heartbeat.Cameras.Count - listed;
            var json = JsonSerializer.SerializeToUtf8Bytes(
                left == 0 ? heartbeat : heartbeat with { Cameras = [.. heartbeat.Cameras.Take(listed)], More = left },
                HeartbeatJson.Default.Heartbeat);
            if (json.Length <= Heartbeat.MaxBytes || listed == 0)
            {
                return json;
            }
        }
    }

    /// <param name="utf8">The JSON.</param>
    /// <param name="heartbeat">What it says, checked.</param>
    /// <param name="fault">What is wrong with it, in one line; null if it was read.</param>
    public static bool TryRead(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out Heartbeat? heartbeat, [NotNullWhen(false)] out string? fault)
    {
        heartbeat = null;
        try
        {
            // Asked first and alone: a later version may have other fields.
            var version = JsonSerializer.Deserialize(utf8, HeartbeatJson.Default.HeartbeatVersion)?.Version;
            if (version != Heartbeat.CurrentVersion)
            {
                fault = FormattableString.Invariant(
                    $"Heartbeat field 'version' is {(version is null ? "missing" : $"{version}")}; this program reads version {Heartbeat.CurrentVersion}.");
                return false;
            }

            var read = JsonSerializer.Deserialize(utf8, HeartbeatJson.Default.Heartbeat)!;
            fault = read.Cameras.Any(camera => camera is null || !Slug.IsValid(camera.Name) || camera.Lines?.Any(line => !Slug.IsValid(line?.Name)) == true) || !Slug.IsValid(read.Site) || !Slug.IsValid(read.Device)
                ? $"Heartbeat names a site, device, camera or line that cannot be; each must be {Slug.Rule}."
                : null;
            heartbeat = fault is null ? read : null;
            return heartbeat is not null;
        }
        catch (JsonException exception)
        {
            fault = $"Heartbeat is not valid: {exception.Message}";
            return false;
        }
    }
}

internal sealed record HeartbeatVersion(int? Version);

/// <summary>States as words: <c>"watching"</c>.</summary>
internal sealed class CameraStateConverter() : JsonStringEnumConverter<CameraState>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(Heartbeat))]
[JsonSerializable(typeof(HeartbeatVersion))]
internal sealed partial class HeartbeatJson : JsonSerializerContext;
