using System.Text.Json.Serialization;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

/// <summary>
/// What people have deleted on purpose, so that its absence is never taken for a loss: <c>deleted/EVENT.json</c> for a whole
/// event, <c>deleted/EVENT/FRAME.json</c> for one picture, <c>deleted/EVENT/clip.json</c> for its clip. Holds the time and nothing of the picture. Thread-safe.
/// </summary>
public sealed class DeletionLog(IObjectStore store, TimeProvider time)
{
    public const string Prefix = "deleted/";

    public Task RecordAsync(EventName eventName, CancellationToken cancellationToken) => RecordAsync(eventName.ToString(), cancellationToken);

    public Task RecordAsync(SightingName sighting, CancellationToken cancellationToken) => RecordAsync(sighting.ToString(), cancellationToken);

    /// <summary>The clip of an event, whether there is one yet or not: none is to come.</summary>
    public Task RecordClipAsync(EventName eventName, CancellationToken cancellationToken) => RecordAsync(ClipOf(eventName), cancellationToken);

    /// <returns>True if the clip of an event, or the event itself, was deleted.</returns>
    public async Task<bool> HasClipAsync(EventName eventName, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(NameOf(eventName.ToString()), cancellationToken) is not null
        || await store.GetPropertiesAsync(NameOf(ClipOf(eventName)), cancellationToken) is not null;

    /// <returns>True if the sighting, or its event, was deleted.</returns>
    public async Task<bool> HasAsync(SightingName sighting, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(NameOf(sighting.ToString()), cancellationToken) is not null
        || await store.GetPropertiesAsync(NameOf(sighting.Event.ToString()), cancellationToken) is not null;

    private Task RecordAsync(string what, CancellationToken cancellationToken) =>
        store.PutJsonAsync(NameOf(what), new Deletion(time.GetUtcNow()), DeletionJson.Default.Deletion, cancellationToken);

    private static string ClipOf(EventName eventName) => $"{eventName}/clip";

    private static ObjectName NameOf(string what) => new($"{Prefix}{what}.json");
}

internal sealed record Deletion(DateTimeOffset DeletedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Deletion))]
internal sealed partial class DeletionJson : JsonSerializerContext;
