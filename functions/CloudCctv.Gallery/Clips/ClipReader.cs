using System.Security.Cryptography;
using CloudCctv.Analysis.Clips;
using CloudCctv.Analysis.Health;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Events;

namespace CloudCctv.Gallery.Clips;

/// <summary>Finds out where the clip of an event is. Thread-safe.</summary>
internal sealed class ClipReader(ClipStore clips, ClipWishBook wishes, ResultStore results, DeletionLog deletions, HeartbeatStore heartbeats, TimeProvider time)
{
    // A heartbeat comes every minute or so.
    private static readonly TimeSpan LongSilence = TimeSpan.FromMinutes(10);

    /// <param name="best">A picture of the event: its device is the one that filmed it, too.</param>
    /// <param name="check">True to read the whole clip and compare it with what the device told of it.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<ClipOnPage> ReadAsync(Sighting best, bool check, CancellationToken cancellationToken)
    {
        if (await clips.FindAsync(best.Event, cancellationToken) is { } clip)
        {
            return new ClipOnPage(ClipState.Here, best) { Clip = clip, Proof = check ? await ProofAsync(best.Event, clip, cancellationToken) : null };
        }

        // At once: each is a few small reads, and the page waits for all of them.
        var (ended, wanted) = (EndedAsync(best.Event, cancellationToken), WantedAsync(best, cancellationToken));
        await Task.WhenAll(ended, wanted);
        return await ended is { } state ? new ClipOnPage(state, best) : await wanted;
    }

    // What came and was not kept may be asked for again: somebody may have been seen since, or the event had back from the bin.
    private async Task<ClipState?> EndedAsync(EventName eventName, CancellationToken cancellationToken) =>
        await deletions.HasClipAsync(eventName, cancellationToken) ? ClipState.Erased
        : await ResultAsync(eventName, cancellationToken) is { Ending: BatchEnding.Quarantined } ? ClipState.SetAside
        : null;

    private async Task<ClipOnPage> WantedAsync(Sighting best, CancellationToken cancellationToken)
    {
        var wish = await wishes.FindAsync(best.Event, cancellationToken);
        var device = wish?.Device ?? best.Device;
        var report = Slug.IsValid(device)
            ? await heartbeats.ReadAsync(new DeviceReport(best.Event.Site, device, default, Heartbeat: null, Fault: null), cancellationToken)
            : null;
        var state = (wish, report?.Heartbeat) switch
        {
            // What it said before it was asked is of an earlier wish.
            ({ } asked, { Clips.Missing: { } missing }) when missing.Contains(best.Event.Id) && report!.WrittenAt > asked.AskedAt => ClipState.Missing,
            ({ }, _) => ClipState.Asked,
            (null, null) => ClipState.NotHeard,
            (null, { Inbox: true }) => ClipState.OneWay,
            (null, { Clips: null }) => ClipState.NotSent,
            _ => ClipState.OnDevice,
        };
        var page = new ClipOnPage(state, best)
        {
            Device = Slug.IsValid(device) ? device : "",
            AskedAt = wish?.AskedAt,
            SilentSince = report is not null && time.GetUtcNow() - report.WrittenAt > LongSilence ? report.WrittenAt : null,
        };
        return report is not null && wish is not null ? WithHindrance(page, report, wish) : page;
    }

    private ClipOnPage WithHindrance(ClipOnPage page, DeviceReport report, ClipWish wish)
    {
        var hindrance = page.State == ClipState.Asked && page.SilentSince is { } since ? since < wish.AskedAt ? ClipHindrance.WishNotHeard : ClipHindrance.Silent
            : report.WrittenAt > wish.AskedAt ? ClipHindrances.Of(report, page.Event)
            : ClipHindrance.None;
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return page with
        {
            Hindrance = hindrance,
            // What a device says is a date of a month at most ahead, or wrong.
            DataFrom = hindrance == ClipHindrance.Data && report.Heartbeat?.Clips?.DataFrom is { } from && from >= today && from <= today.AddDays(33) ? from : null,
        };
    }

    private async Task<BatchResult?> ResultAsync(EventName eventName, CancellationToken cancellationToken)
    {
        try
        {
            return await results.FindAsync(new BatchName(eventName, BatchName.ClipPart), cancellationToken);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Read again each time: the point is what the store holds now.
    private async Task<PictureProof> ProofAsync(EventName eventName, StoredClip clip, CancellationToken cancellationToken)
    {
        await using var film = await clips.OpenAsync(eventName, cancellationToken);
        return film is null ? PictureProof.Missing
            : Convert.ToHexStringLower(await SHA256.HashDataAsync(film.Content, cancellationToken)) == clip.Sha256 ? PictureProof.Unchanged
            : PictureProof.Changed;
    }
}
