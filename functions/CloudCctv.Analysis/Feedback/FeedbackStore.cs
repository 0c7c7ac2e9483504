using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Feedback;

/// <summary>
/// What people say of pictures, <c>feedback/EVENT/FRAME.json</c>: from it come labels to measure and to train with. Goes with the
/// picture when that is deleted. Thread-safe, over processes too: the last word counts.
/// </summary>
public sealed class FeedbackStore(IObjectStore store, TimeProvider time)
{
    public const string Prefix = "feedback/";

    private const string Suffix = ".json";

    public Task SayAsync(SightingName sighting, Opinion opinion, CancellationToken cancellationToken) =>
        store.PutJsonAsync(NameOf(sighting), new OpinionRecord(opinion, time.GetUtcNow()), FeedbackJson.Default.OpinionRecord, cancellationToken);

    /// <returns>False if nothing was said of it.</returns>
    public Task<bool> RemoveAsync(SightingName sighting, CancellationToken cancellationToken) => store.DeleteAsync(NameOf(sighting), cancellationToken);

    /// <summary>What was said of any picture of an event.</summary>
    public async Task RemoveAsync(EventName eventName, CancellationToken cancellationToken)
    {
        foreach (var found in await store.ListAsync($"{Prefix}{eventName}/", cancellationToken).ToListAsync(cancellationToken))
        {
            await store.DeleteAsync(found.Name, cancellationToken);
        }
    }

    /// <returns>What was said of pictures of an event, in no order.</returns>
    public async Task<IReadOnlyDictionary<SightingName, Opinion>> OfAsync(EventName eventName, CancellationToken cancellationToken) =>
        await AllAsync($"{eventName}/", cancellationToken).ToDictionaryAsync(one => one.Sighting, one => one.Opinion, cancellationToken: cancellationToken);

    /// <summary>Everything, by camera and then by time; read from the store as the caller goes on.</summary>
    /// <param name="camera">Null for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    public IAsyncEnumerable<(SightingName Sighting, Opinion Opinion)> AllAsync(CameraName? camera, CancellationToken cancellationToken) =>
        AllAsync(camera is { } one ? $"{one}/" : "", cancellationToken);

    private async IAsyncEnumerable<(SightingName Sighting, Opinion Opinion)> AllAsync(string under, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync($"{Prefix}{under}", cancellationToken))
        {
            var text = found.Name.Value;
            if (text.EndsWith(Suffix, StringComparison.Ordinal)
                && SightingName.TryParse(text[Prefix.Length..^Suffix.Length], out var name)
                && await ReadAsync(found.Name, cancellationToken) is { } record)
            {
                yield return (name, record.Opinion);
            }
        }
    }

    // What nobody can read says nothing.
    private async Task<OpinionRecord?> ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(name, FeedbackJson.Default.OpinionRecord, cancellationToken))?.Value;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ObjectName NameOf(SightingName sighting) => new($"{Prefix}{sighting}{Suffix}");
}
