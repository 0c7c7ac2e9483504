using System.Globalization;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Digests;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Retention.Records;

/// <summary>What was told that is not of one event: of devices, and of backlogs. Their names go on with their time, see <see cref="AlertHistory"/>. Thread-safe.</summary>
internal sealed class NoticeRecords(IObjectStore store)
{
    private const string Health = $"{AlertOutbox.SentPrefix}_health/";

    private const string Day = "yyyyMMdd";

    private const string Digests = $"{AlertOutbox.SentPrefix}_digest/";

    /// <summary>Deletes those that are old and that nobody needs. Ends when the run is full.</summary>
    public async Task PruneAsync(RecordRound round, CancellationToken cancellationToken)
    {
        foreach (var site in await store.ListFoldersAsync(Health, cancellationToken).ToListAsync(cancellationToken))
        {
            foreach (var device in await store.ListFoldersAsync($"{Health}{site}/", cancellationToken).ToListAsync(cancellationToken))
            {
                await PruneAsync($"{Health}{site}/{device}/", _ => false, round, cancellationToken);
            }
        }

        foreach (var channel in await store.ListFoldersAsync(Digests, cancellationToken).ToListAsync(cancellationToken))
        {
            var named = await NamedAsync(channel, cancellationToken);
            await PruneAsync($"{Digests}{channel}/", named.Contains, round, cancellationToken);
        }
    }

    private async Task PruneAsync(string folder, Func<string, bool> isNamed, RecordRound round, CancellationToken cancellationToken)
    {
        var end = folder + round.FirstKept.ToString(Day, CultureInfo.InvariantCulture);
        // Found first, then deleted: no listing is read on while what it lists goes away.
        var old = await store.ListAsync(folder, cancellationToken)
            .TakeWhile(found => string.CompareOrdinal(found.Name.Value, end) < 0)
            .Where(found => IsNotice(found.Name.Value[folder.Length..]) && round.IsOld(found))
            .Where(found => found.Name.Value[AlertOutbox.SentPrefix.Length..] is var notice && !round.InUse.Has(notice) && !isNamed(notice[..^OutboxShelf.Suffix.Length]))
            .Take(round.Left)
            .ToListAsync(cancellationToken);
        await round.DeleteAsync(old, cancellationToken);
    }

    private static bool IsNotice(string name) => name.EndsWith(OutboxShelf.Suffix, StringComparison.Ordinal)
        && DateOnly.TryParseExact(name.AsSpan(0, Math.Min(name.Length, Day.Length)), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // While a channel's book names a digest, an event that is in it is told by that, and the digest itself if it is not known.
    private async Task<IReadOnlySet<string>> NamedAsync(string channel, CancellationToken cancellationToken)
    {
        try
        {
            var book = (await store.ReadJsonAsync(new ObjectName($"{AlertDigests.Prefix}{channel}.json"), DigestJson.Default.DigestBook, cancellationToken))?.Value ?? DigestBook.Empty;
            return book.Closed.Select(closed => closed.Key).ToHashSet();
        }
        catch (InvalidDataException)
        {
            // Nor can it be read by who would tell it.
            return new HashSet<string>();
        }
    }
}
