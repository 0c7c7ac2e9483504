using System.Text.Json.Serialization;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Stores;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Clips;

/// <summary>
/// Which clips people would like to have: a list for each device, which that reads (<see cref="ClipWishes"/>), and for each event
/// that is in one a mark with the time, <c>clips-asked/EVENT.json</c>. The mark is written first and removed last. Thread-safe,
/// over processes too.
/// </summary>
public sealed class ClipWishBook(IObjectStore store, ResultStore results, TimeProvider time)
{
    internal const string MarkPrefix = "clips-asked/";

    private const string Suffix = ".json";

    /// <summary>Asks a device for the clip of an event that has none here; doing it again changes nothing.</summary>
    public async Task AskAsync(EventName eventName, string device, CancellationToken cancellationToken)
    {
        // It may have come before and not have been kept, because nobody had been seen in its event by then, or that was in the bin.
        await results.DeleteAsync(new BatchName(eventName, BatchName.ClipPart), cancellationToken);
        var list = new ObjectName(StoreLayout.ClipWishesFor(eventName.Site, device));
        do
        {
            await AddAsync(list, eventName, isNew: await MarkAsync(eventName, cancellationToken), cancellationToken);
        }
        // Somebody may have taken it away between the two, who saw no wish yet: without its mark it would stand for ever.
        while (await store.GetPropertiesAsync(MarkOf(eventName), cancellationToken) is null);
    }

    /// <summary>The clip has come, or nobody wants it any more.</summary>
    public async Task RemoveAsync(EventName eventName, CancellationToken cancellationToken)
    {
        if (await store.GetPropertiesAsync(MarkOf(eventName), cancellationToken) is null)
        {
            return;
        }

        await RemoveFromListsAsync(eventName, cancellationToken);
        await store.DeleteAsync(MarkOf(eventName), cancellationToken);
        // Somebody may have asked between the two, who saw the mark still there.
        await RemoveFromListsAsync(eventName, cancellationToken);
    }

    /// <returns>Null if nobody has asked for the clip, or so many others were asked for since that the device is not.</returns>
    public async Task<ClipWish?> FindAsync(EventName eventName, CancellationToken cancellationToken)
    {
        if (await MarkedAtAsync(eventName, cancellationToken) is not { } asked)
        {
            return null;
        }

        await foreach (var device in DevicesAsync(eventName.Site, cancellationToken))
        {
            if ((await ReadAsync(device, cancellationToken)).Wishes.Find(eventName) is not null)
            {
                return new ClipWish(DeviceOf(device), asked);
            }
        }

        return null;
    }

    /// <returns>False if there is one already.</returns>
    private async Task<bool> MarkAsync(EventName eventName, CancellationToken cancellationToken) =>
        await store.PutNewJsonAsync(MarkOf(eventName), new ClipMark(time.GetUtcNow()), ClipMarkJson.Default.ClipMark, cancellationToken) == PutOutcome.Created;

    // What stands there without having had a mark is left over from a wish that is long gone, and so is its time.
    private async Task AddAsync(ObjectName device, EventName eventName, bool isNew, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (wishes, version) = await ReadAsync(device, cancellationToken);
            if ((!isNew && wishes.Find(eventName) is not null) || await WriteAsync(device, wishes.With(new WantedClip(eventName, time.GetUtcNow())), version, cancellationToken))
            {
                return;
            }
        }
    }

    // Of all devices of the site: a camera may have moved from one to another.
    private async Task RemoveFromListsAsync(EventName eventName, CancellationToken cancellationToken)
    {
        foreach (var device in await DevicesAsync(eventName.Site, cancellationToken).ToListAsync(cancellationToken))
        {
            await RemoveAsync(device, eventName, cancellationToken);
        }
    }

    private async Task RemoveAsync(ObjectName device, EventName eventName, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (wishes, version) = await ReadAsync(device, cancellationToken);
            if (wishes.Find(eventName) is null || await WriteAsync(device, wishes.Without(eventName), version, cancellationToken))
            {
                return;
            }
        }
    }

    private async Task<DateTimeOffset?> MarkedAtAsync(EventName eventName, CancellationToken cancellationToken)
    {
        try
        {
            return (await store.ReadJsonAsync(MarkOf(eventName), ClipMarkJson.Default.ClipMark, cancellationToken))?.Value.At;
        }
        catch (InvalidDataException)
        {
            // It only tells the time.
            return (await store.GetPropertiesAsync(MarkOf(eventName), cancellationToken))?.WrittenAt;
        }
    }

    private IAsyncEnumerable<ObjectName> DevicesAsync(string site, CancellationToken cancellationToken) =>
        store.ListAsync($"{StoreLayout.ClipWishPrefix}{site}/", cancellationToken)
            .Select(found => found.Name)
            .Where(name => name.Value.EndsWith(Suffix, StringComparison.Ordinal) && Slug.IsValid(DeviceOf(name)));

    private async Task<(ClipWishes Wishes, ETag? Version)> ReadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        await using var found = await store.OpenReadAsync(name, cancellationToken);
        if (found is null)
        {
            return (ClipWishes.None, null);
        }

        using var bytes = new MemoryStream();
        if (found.Properties.Bytes <= ClipWishes.MaxBytes)
        {
            await found.Content.CopyToAsync(bytes, cancellationToken);
        }

        return (ClipWishes.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)), found.Properties.ETag);
    }

    private async Task<bool> WriteAsync(ObjectName name, ClipWishes wishes, ETag? version, CancellationToken cancellationToken) => version is { } current
        ? await store.TryReplaceAsync(name, ClipWishes.Write(wishes), current, cancellationToken)
        : await store.PutNewAsync(name, ClipWishes.Write(wishes), cancellationToken) != PutOutcome.Conflict;

    private static string DeviceOf(ObjectName wishes) => wishes.Value[(wishes.Value.LastIndexOf('/') + 1)..^Suffix.Length];

    private static ObjectName MarkOf(EventName eventName) => EventMarks.NameOf(MarkPrefix, eventName);
}

/// <param name="Device">Who was asked.</param>
/// <param name="AskedAt">When, UTC.</param>
public sealed record ClipWish(string Device, DateTimeOffset AskedAt);

/// <param name="At">When somebody asked, UTC.</param>
internal sealed record ClipMark(DateTimeOffset At);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClipMark))]
internal sealed partial class ClipMarkJson : JsonSerializerContext;
