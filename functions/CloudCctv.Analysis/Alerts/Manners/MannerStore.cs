using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Alerts.Manners;

/// <summary>
/// What manners remember, small objects of one instant each: <c>alerts/snooze/</c> until when nothing is told of a camera or of
/// all, <c>alerts/told/</c> when a channel last told of a camera, <c>alerts/opened/</c> when a person opened an event.
/// Thread-safe, over processes too.
/// </summary>
public sealed class MannerStore(IObjectStore store, TimeProvider time)
{
    public const string Prefix = "alerts/";

    internal const string OpenedPrefix = $"{Prefix}opened/";

    private const string AllCameras = "alerts/snooze/all.json";

    /// <summary>Tells nothing of a camera until then. An earlier time shortens it; one that is over ends it.</summary>
    /// <param name="camera">Null for all cameras.</param>
    /// <param name="until">UTC.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public Task SnoozeAsync(CameraName? camera, DateTimeOffset until, CancellationToken cancellationToken) =>
        WriteAsync(SnoozeOf(camera), until, cancellationToken);

    /// <returns>The later of the camera's own snooze and that of all; may be over; null if there is none.</returns>
    public async Task<DateTimeOffset?> SnoozedUntilAsync(CameraName camera, CancellationToken cancellationToken)
    {
        var (own, all) = (await ReadAsync(SnoozeOf(camera), cancellationToken), await ReadAsync(SnoozeOf(null), cancellationToken));
        return own is null || all > own ? all : own;
    }

    /// <returns>Until when nothing is told of any camera; may be over; null if that was never said.</returns>
    public Task<DateTimeOffset?> AllSnoozedUntilAsync(CancellationToken cancellationToken) => ReadAsync(SnoozeOf(null), cancellationToken);

    /// <summary>Notes that a person has opened an event: channels that wait for that need not tell. The first time counts.</summary>
    public async Task OpenedAsync(EventName eventName, CancellationToken cancellationToken)
    {
        if (await OpenedAtAsync(eventName, cancellationToken) is null)
        {
            await WriteAsync(OpenedOf(eventName), time.GetUtcNow(), cancellationToken);
        }
    }

    public Task<DateTimeOffset?> OpenedAtAsync(EventName eventName, CancellationToken cancellationToken) => ReadAsync(OpenedOf(eventName), cancellationToken);

    /// <summary>Forgets that a person has opened an event that is gone, unless a channel may still ask.</summary>
    /// <param name="eventName">Whose.</param>
    /// <param name="after">No channel asks for longer than this after it was opened.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    internal async Task ForgetOpenedAsync(EventName eventName, TimeSpan after, CancellationToken cancellationToken)
    {
        if (await OpenedAtAsync(eventName, cancellationToken) < time.GetUtcNow() - after)
        {
            await store.DeleteAsync(OpenedOf(eventName), cancellationToken);
        }
    }

    /// <summary>The events of one day of one camera that a person has opened.</summary>
    public IAsyncEnumerable<EventName> OpenedOfAsync(CameraDay day, CancellationToken cancellationToken) =>
        store.MarkedAsync(OpenedPrefix, day.Camera, day.Day, cancellationToken);

    internal Task ToldAsync(string channel, CameraName camera, CancellationToken cancellationToken) =>
        WriteAsync(ToldOf(channel, camera), time.GetUtcNow(), cancellationToken);

    internal Task<DateTimeOffset?> ToldAtAsync(string channel, CameraName camera, CancellationToken cancellationToken) =>
        ReadAsync(ToldOf(channel, camera), cancellationToken);

    private Task WriteAsync(ObjectName name, DateTimeOffset at, CancellationToken cancellationToken) =>
        store.PutJsonAsync(name, new MannerTime(at), MannerJson.Default.MannerTime, cancellationToken);

    // What nobody can read keeps nobody from being told.
    private async Task<DateTimeOffset?> ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(name, MannerJson.Default.MannerTime, cancellationToken))?.Value.At;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ObjectName SnoozeOf(CameraName? camera) => new(camera is null ? AllCameras : $"{Prefix}snooze/cameras/{camera}.json");

    private static ObjectName OpenedOf(EventName eventName) => EventMarks.NameOf(OpenedPrefix, eventName);

    // Channels may have any name; objects may not.
    private static ObjectName ToldOf(string channel, CameraName camera) =>
        new($"{Prefix}told/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(channel)).AsSpan(0, 8))}/{camera}.json");
}

internal sealed record MannerTime(DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MannerTime))]
internal sealed partial class MannerJson : JsonSerializerContext;
