using System.Globalization;
using System.Runtime.CompilerServices;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Alerts;

/// <summary>
/// What was told on a day. Lists that day of each camera and device, and reads what is shown: a store with ten years of alerts
/// in it answers as fast as a new one. Thread-safe.
/// </summary>
public sealed class AlertHistory(IObjectStore store, AlertOutbox outbox)
{
    /// <summary>The most that are read of what waits.</summary>
    public const int MostWaiting = 50;

    private const string Digests = $"{AlertOutbox.SentPrefix}_digest/";

    private const string Notices = $"{AlertOutbox.SentPrefix}_health/";

    /// <summary>Keys of what was told of a day's (UTC) events, and of what began on it with devices, newest first.</summary>
    public async Task<IReadOnlyList<ToldAlert>> KeysAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var found = await SeenAsync(day, cancellationToken).Concat(NoticesAsync(day, cancellationToken)).Concat(DigestsAsync(day, cancellationToken)).ToListAsync(cancellationToken);
        return [.. found.OrderByDescending(one => one.At).ThenBy(one => one.Key, StringComparer.Ordinal)];
    }

    /// <summary>Reads them. What cannot be read is left out; <c>fsck</c> tells of it.</summary>
    public async Task<IReadOnlyList<OutboxEntry>> ReadAsync(IEnumerable<ToldAlert> keys, CancellationToken cancellationToken)
    {
        var entries = await Task.WhenAll(keys.Select(one => FindIfSoundAsync(one.Key, cancellationToken)));
        return [.. entries.OfType<OutboxEntry>()];
    }

    /// <summary>What waits to be told, at most <see cref="MostWaiting"/>, newest first.</summary>
    public async Task<IReadOnlyList<OutboxEntry>> WaitingAsync(CancellationToken cancellationToken)
    {
        var keys = await outbox.PendingAsync(cancellationToken).Take(MostWaiting).ToListAsync(cancellationToken);
        var entries = await Task.WhenAll(keys.Select(key => FindIfSoundAsync(key, cancellationToken)));
        return [.. entries.OfType<OutboxEntry>().OrderByDescending(entry => entry.Alert.Time)];
    }

    private async IAsyncEnumerable<ToldAlert> SeenAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var place in PlacesAsync(AlertOutbox.SentPrefix, cancellationToken))
        {
            await foreach (var key in NamesAsync($"{AlertOutbox.SentPrefix}{place}/{day.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture)}/", cancellationToken))
            {
                if (EventName.TryParse(key, out var eventName))
                {
                    yield return new ToldAlert(key, eventName.Start);
                }
            }
        }
    }

    // "_health/SITE/DEVICE/yyyyMMddTHHmmssZ-CAUSE-STAGE": see AlarmNotice.
    private async IAsyncEnumerable<ToldAlert> NoticesAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var place in PlacesAsync(Notices, cancellationToken))
        {
            await foreach (var key in NamesAsync($"{Notices}{place}/{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}", cancellationToken))
            {
                var stamp = key[(key.LastIndexOf('/') + 1)..].Split('-')[0];
                if (DateTimeOffset.TryParseExact(stamp, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                {
                    yield return new ToldAlert(key, at);
                }
            }
        }
    }

    // "_digest/CHANNEL'S HASH/yyyyMMddHHmmssfff": see AlertDigests.
    private async IAsyncEnumerable<ToldAlert> DigestsAsync(DateOnly day, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var channel in store.ListFoldersAsync(Digests, cancellationToken))
        {
            await foreach (var key in NamesAsync($"{Digests}{channel}/{day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}", cancellationToken))
            {
                if (DateTimeOffset.TryParseExact(key[(key.LastIndexOf('/') + 1)..], "yyyyMMddHHmmssfff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
                {
                    yield return new ToldAlert(key, at);
                }
            }
        }
    }

    private async IAsyncEnumerable<string> PlacesAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var site in store.ListFoldersAsync(prefix, cancellationToken).Where(Slug.IsValid))
        {
            await foreach (var camera in store.ListFoldersAsync($"{prefix}{site}/", cancellationToken))
            {
                yield return $"{site}/{camera}";
            }
        }
    }

    private IAsyncEnumerable<string> NamesAsync(string prefix, CancellationToken cancellationToken) => store.ListAsync(prefix, cancellationToken)
        .Select(found => found.Name.Value)
        .Where(name => name.EndsWith(OutboxShelf.Suffix, StringComparison.Ordinal))
        .Select(name => name[AlertOutbox.SentPrefix.Length..^OutboxShelf.Suffix.Length]);

    private async Task<OutboxEntry?> FindIfSoundAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await outbox.FindAsync(key, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

/// <param name="Key">Of the alert in the outbox.</param>
/// <param name="At">When what it is about began, UTC.</param>
public readonly record struct ToldAlert(string Key, DateTimeOffset At);
