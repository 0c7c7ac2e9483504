using System.Text.Json.Serialization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention;

/// <summary>
/// Events that somebody wants to keep, whatever their age: <c>starred/EVENT.json</c>. Only erasing a time range and deleting by
/// hand go past a star. Thread-safe.
/// </summary>
public sealed class Starred(IObjectStore store, TimeProvider time)
{
    public const string Prefix = "starred/";

    public Task AddAsync(EventName eventName, CancellationToken cancellationToken) =>
        store.PutJsonAsync(NameOf(eventName), new Star(time.GetUtcNow()), StarJson.Default.Star, cancellationToken);

    /// <returns>False if it had none.</returns>
    public Task<bool> RemoveAsync(EventName eventName, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(eventName), cancellationToken);

    public async Task<bool> HasAsync(EventName eventName, CancellationToken cancellationToken) =>
        await store.GetPropertiesAsync(NameOf(eventName), cancellationToken) is not null;

    /// <summary>All of them, by camera and then by time.</summary>
    public IAsyncEnumerable<EventName> AllAsync(CancellationToken cancellationToken) => store.MarkedAsync(Prefix, cancellationToken);

    /// <summary>Those of one day of one camera.</summary>
    public IAsyncEnumerable<EventName> OfAsync(CameraDay day, CancellationToken cancellationToken) => store.MarkedAsync(Prefix, day.Camera, day.Day, cancellationToken);

    private static ObjectName NameOf(EventName eventName) => EventMarks.NameOf(Prefix, eventName);
}

/// <param name="At">When, UTC.</param>
internal sealed record Star(DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Star))]
internal sealed partial class StarJson : JsonSerializerContext;
