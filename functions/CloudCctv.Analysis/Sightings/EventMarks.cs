using System.Globalization;
using System.Runtime.CompilerServices;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

/// <summary>Small objects that each say one thing of one event: <c>PREFIX/EVENT.json</c>.</summary>
internal static class EventMarks
{
    private const string Suffix = ".json";

    public static ObjectName NameOf(string prefix, EventName eventName) => new($"{prefix}{eventName}{Suffix}");

    /// <summary>All marked events, by camera and then by time.</summary>
    public static IAsyncEnumerable<EventName> MarkedAsync(this IObjectStore store, string prefix, CancellationToken cancellationToken) =>
        store.MarkedAsync(prefix, under: "", cancellationToken);

    /// <summary>The marked events of one camera that began on a day (UTC), in order of time.</summary>
    public static IAsyncEnumerable<EventName> MarkedAsync(this IObjectStore store, string prefix, CameraName camera, DateOnly day, CancellationToken cancellationToken) =>
        store.MarkedAsync(prefix, string.Create(CultureInfo.InvariantCulture, $"{camera}/{day:yyyy/MM/dd}/"), cancellationToken);

    private static async IAsyncEnumerable<EventName> MarkedAsync(this IObjectStore store, string prefix, string under, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync($"{prefix}{under}", cancellationToken))
        {
            var name = found.Name.Value;
            if (name.EndsWith(Suffix, StringComparison.Ordinal) && EventName.TryParse(name[prefix.Length..^Suffix.Length], out var eventName))
            {
                yield return eventName;
            }
        }
    }
}
