using System.Text.Json.Serialization;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

/// <summary>
/// What people have deleted on purpose, so that its absence is never taken for a loss: <c>deleted/EVENT.json</c> for a whole
/// event, <c>deleted/EVENT/FRAME.json</c> for one picture. Holds the time and nothing of the picture. Thread-safe.
/// </summary>
public sealed class DeletionLog(IObjectStore store, TimeProvider time)
{
    public const string Prefix = "deleted/";

    public Task RecordAsync(EventName eventName, CancellationToken cancellationToken) => RecordAsync(eventName.ToString(), cancellationToken);

    public Task RecordAsync(SightingName sighting, CancellationToken cancellationToken) => RecordAsync(sighting.ToString(), cancellationToken);

    /// <returns>True if the sighting, or its event, was deleted.</returns>
    public async Task<bool> HasAsync(SightingName sighting, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(NameOf(sighting.ToString()), cancellationToken) is not null
        || await store.GetPropertiesAsync(NameOf(sighting.Event.ToString()), cancellationToken) is not null;

    private Task RecordAsync(string what, CancellationToken cancellationToken) =>
        store.PutJsonAsync(NameOf(what), new Deletion(time.GetUtcNow()), DeletionJson.Default.Deletion, cancellationToken);

    private static ObjectName NameOf(string what) => new($"{Prefix}{what}.json");
}

internal sealed record Deletion(DateTimeOffset DeletedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Deletion))]
internal sealed partial class DeletionJson : JsonSerializerContext;
