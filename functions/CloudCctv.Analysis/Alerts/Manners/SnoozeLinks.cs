using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Alerts.Manners;

/// <summary>
/// Buttons of notifications that keep a camera quiet, for phones that are not signed in. Each is an address that is signed
/// (HMAC-SHA256 under a key of the installation, at <c>alerts/action-key.json</c>), good for a day, and good for nothing but
/// snoozing that one camera for that one time. Thread-safe, over processes too.
/// </summary>
public sealed class SnoozeLinks(MannerStore snoozes, IObjectStore store, AlertOptions options, TimeProvider time)
{
    /// <summary>Where a POST is taken. A GET, as programs make it that look at links before people do, changes nothing.</summary>
    public const string Path = "/alerts/snooze";

    private const int KeyBytes = 32;

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private static readonly TimeSpan Morning = TimeSpan.FromHours(7);

    private static readonly ObjectName KeyName = new("alerts/action-key.json");

    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    private byte[]? key;

    /// <returns>Empty if the gallery's address is not known.</returns>
    internal async Task<IReadOnlyList<AlertAction>> ActionsAsync(EventName eventName, CancellationToken cancellationToken)
    {
        if (options.GalleryUrl is not { } gallery)
        {
            return [];
        }

        var (signing, camera, ends) = (await KeyAsync(cancellationToken), CameraName.Of(eventName), (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        AlertAction Action(string label, string length) => new(label, new Uri(gallery, Address(camera, length, ends, signing)));
        return [Action("Quiet 10 min", "10m"), Action("Quiet 1 h", "1h"), Action("Quiet until morning", "morning")];
    }

    /// <summary>What an address says, and nothing else.</summary>
    /// <returns>Null if the address is not ours, was changed, or its time is over.</returns>
    public async Task<SnoozeWish?> ReadAsync(string? camera, string? length, string? ends, string? signature, CancellationToken cancellationToken) =>
        CameraName.TryParse(camera, out var name) && length is not null && signature is not null
        && long.TryParse(ends, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(name, length, until, await KeyAsync(cancellationToken))), Encoding.UTF8.GetBytes(signature))
        && time.GetUtcNow().ToUnixTimeSeconds() <= until
        && UntilAfter(length) is { } quietUntil
            ? new SnoozeWish(name, quietUntil)
            : null;

    /// <summary>Does what an address says.</summary>
    /// <returns>What was done; null if the address is not ours, was changed, or its time is over.</returns>
    public async Task<SnoozeWish?> SnoozeAsync(string? camera, string? length, string? ends, string? signature, CancellationToken cancellationToken)
    {
        var wish = await ReadAsync(camera, length, ends, signature, cancellationToken);
        if (wish is not null)
        {
            await snoozes.SnoozeAsync(wish.Camera, wish.Until, cancellationToken);
        }

        return wish;
    }

    /// <param name="length"><c>10m</c>, <c>1h</c> or <c>morning</c>: seven by the clock of <see cref="AlertOptions.TimeZone"/>.</param>
    /// <returns>When it is over, from now on; null if there is no such length.</returns>
    public DateTimeOffset? UntilAfter(string? length)
    {
        var now = time.GetUtcNow();
        return length switch
        {
            "10m" => now.AddMinutes(10),
            "1h" => now.AddHours(1),
            "morning" => QuietHours.AtNext(Morning, zone, now),
            _ => null,
        };
    }

    private static string Address(CameraName camera, string length, long ends, byte[] signing) => string.Create(
        CultureInfo.InvariantCulture, $"{Path}?camera={Uri.EscapeDataString(camera.ToString())}&for={length}&ends={ends}&sig={Sign(camera, length, ends, signing)}");

    private static string Sign(CameraName camera, string length, long ends, byte[] signing) => Base64Url.EncodeToString(
        HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"snooze\n{camera}\n{length}\n{ends}"))));

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        if (key is null)
        {
            if (await store.ReadJsonAsync(KeyName, SnoozeJson.Default.SnoozeKey, cancellationToken) is null)
            {
                // Whoever comes second takes the first one's.
                await store.PutNewJsonAsync(KeyName, new SnoozeKey(RandomNumberGenerator.GetBytes(KeyBytes)), SnoozeJson.Default.SnoozeKey, cancellationToken);
            }

            key = (await store.ReadJsonAsync(KeyName, SnoozeJson.Default.SnoozeKey, cancellationToken))?.Value.Key
                ?? throw new StoreUnreachableException($"{KeyName} has gone right after it was written.");
        }

        return key;
    }
}

/// <param name="Camera">Which is to be quiet.</param>
/// <param name="Until">Until when, UTC, from now on.</param>
public sealed record SnoozeWish(CameraName Camera, DateTimeOffset Until);

internal sealed record SnoozeKey(byte[] Key)
{
    // A record prints its properties; this one has a secret.
    public override string ToString() => "(key)";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SnoozeKey))]
internal sealed partial class SnoozeJson : JsonSerializerContext;
