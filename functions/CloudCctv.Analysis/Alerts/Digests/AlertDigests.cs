using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Stores;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Alerts.Digests;

/// <summary>
/// A backlog is told as one message per channel. A late event that a channel would tell is put into what the channel gathers,
/// and waits. When none has come for a while, what was gathered is closed, by compare-and-swap, and becomes an alert of its own in
/// the outbox; each event then notes that this one told of it. The waiting events drive all of it, so that a worker that dies at
/// any step leaves nothing to clean up: whoever looks at one of them next goes on. Thread-safe, over processes too.
/// </summary>
public sealed class AlertDigests(IObjectStore store, AlertOutbox outbox, AlertOptions options, WakeSignals wake, TimeProvider time) : IDisposable
{
    public const string Prefix = "alerts/digests/";

    // What is listed is read and written with each event that is added.
    private const int MostEvents = 1000;

    private const int Rounds = 20;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    // Workers of one process need not race each other.
    private readonly SemaphoreSlim turn = new(1);

    /// <param name="channel">Which would tell it now.</param>
    /// <param name="alert">A late event.</param>
    /// <param name="cancellationToken">Stops between two steps.</param>
    internal async Task<DigestVerdict> JudgeAsync(string channel, Alert alert, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            for (var round = 0; round < Rounds; round++)
            {
                if (await TryJudgeAsync(channel, alert, cancellationToken) is { } verdict)
                {
                    return verdict;
                }
            }

            return DigestVerdict.Held(time.GetUtcNow() + Soon);
        }
        catch (InvalidDataException)
        {
            // What nobody can read keeps nobody from being told.
            return DigestVerdict.Alone;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    /// <returns>Null if somebody else was quicker, or a step was made: look again.</returns>
    private async Task<DigestVerdict?> TryJudgeAsync(string channel, Alert alert, CancellationToken cancellationToken)
    {
        var name = NameOf(channel);
        var found = await store.ReadJsonAsync(name, DigestJson.Default.DigestBook, cancellationToken);
        var book = found?.Value ?? DigestBook.Empty;
        if (book.Closed.FirstOrDefault(closed => closed.Events.Contains(alert.Key)) is { } toldBy)
        {
            await PutIntoOutboxAsync(toldBy, channel, alert, cancellationToken);
            return DigestVerdict.In(toldBy.Key);
        }

        var now = time.GetUtcNow();
        if (book.Open is { } open && open.DueAt(options.DigestAfter) is var due && (open.Events.Contains(alert.Key) || open.Events.Count >= MostEvents))
        {
            // One after the other: while a channel is down, everything that comes is one digest.
            return now < due ? DigestVerdict.Held(due)
                : await IsUntoldAsync(book, cancellationToken) ? DigestVerdict.Held(now + options.DigestAfter)
                : open.Events.Count > 1 ? await NextAsync(name, found, book.Closing(), null, cancellationToken)
                : await NextAsync(name, found, book.WithoutOpen(), DigestVerdict.Alone, cancellationToken);
        }

        // Whoever opened it was told not to be told of: it must not wait for the next backlog.
        if (book.Open is { } left && now >= left.DueAt(options.DigestAfter) && !await IsUntoldAsync(book, cancellationToken))
        {
            book = left.Events.Count > 1 ? book.Closing() : book.WithoutOpen();
        }

        var gathered = (book.Open ?? new GatheredEvents(KeyOf(channel, now), now, now, [])).Adding(alert.Key, now);
        return await NextAsync(name, found, book with { Open = gathered }, DigestVerdict.Held(gathered.DueAt(options.DigestAfter)), cancellationToken);
    }

    private async Task<DigestVerdict?> NextAsync(ObjectName name, Versioned<DigestBook>? found, DigestBook next, DigestVerdict? verdict, CancellationToken cancellationToken)
    {
        var isWritten = found is null
            ? await store.PutNewJsonAsync(name, next, DigestJson.Default.DigestBook, cancellationToken) == PutOutcome.Created
            : await store.TryReplaceJsonAsync(name, next, DigestJson.Default.DigestBook, found.ETag, cancellationToken);
        return isWritten ? verdict : null;
    }

    private async Task<bool> IsUntoldAsync(DigestBook book, CancellationToken cancellationToken) =>
        book.Closed is [.., var last] && await outbox.IsPendingAsync(last.Key, cancellationToken);

    // Whoever finds it closed does it, should the one who closed it have died.
    private async Task PutIntoOutboxAsync(GatheredEvents gathered, string channel, Alert one, CancellationToken cancellationToken)
    {
        if (!await outbox.KnowsAsync(gathered.Key, cancellationToken))
        {
            var newest = await NewestAsync(gathered, cancellationToken) ?? one;
            await outbox.WriteAsync(DigestWords.Of(gathered, channel, newest, zone), cancellationToken);
            wake.Alerts.Add(gathered.Key);
        }
    }

    private async Task<Alert?> NewestAsync(GatheredEvents gathered, CancellationToken cancellationToken)
    {
        foreach (var name in DigestWords.EventsOf(gathered).Reverse())
        {
            try
            {
                if (await outbox.FindAsync(Alert.KeyOf(name), cancellationToken) is { } entry)
                {
                    return entry.Alert;
                }
            }
            catch (InvalidDataException)
            {
                // The next one can be read, or the one after it.
            }
        }

        return null;
    }

    private static string KeyOf(string channel, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"_digest/{HashOf(channel)}/{now.UtcDateTime:yyyyMMddHHmmssfff}");

    private static ObjectName NameOf(string channel) => new($"{Prefix}{HashOf(channel)}.json");

    // Channels may have any name; objects may not.
    private static string HashOf(string channel) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(channel)).AsSpan(0, 8));
}
