using System.Security.Cryptography;
using CloudCctv.Analysis.Feedback;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Clips;
using CloudCctv.Gallery.Days;
using CloudCctv.Gallery.Faces;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Events;

/// <summary>Reads what the pages of one event and one picture show. Thread-safe.</summary>
internal sealed class EventReader(
    SightingCalendar calendar, SightingStore sightings, EventSummaries summaries, ClipReader clips, Starred starred, TrashBin trash, FeedbackStore feedback)
{
    /// <param name="eventName">Which.</param>
    /// <param name="page">From 1; may be anything.</param>
    /// <param name="pageSize">Pictures on a page.</param>
    /// <param name="check">True to read every picture on the page and compare it with what the device told of it.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>Null if there is no such event.</returns>
    public async Task<EventOnPage?> EventAsync(EventName eventName, int page, int pageSize, bool check, CancellationToken cancellationToken)
    {
        var names = await calendar.SightingsAsync(eventName, cancellationToken);
        if (await summaries.ReadAsync([eventName], cancellationToken) is not [var summary])
        {
            return null;
        }

        var paging = Paging.For(names.Count, pageSize, page);
        var read = await Task.WhenAll(names.Skip(paging.Skip).Take(pageSize).Select(name => sightings.ReadIfSoundAsync(name, cancellationToken)));
        var shown = read.OfType<Sighting>().ToList();
        return new EventOnPage(summary, shown, paging)
        {
            Starred = await starred.HasAsync(eventName, cancellationToken),
            Trashed = await trash.FindAsync(eventName, cancellationToken),
            Opinions = await feedback.OfAsync(eventName, cancellationToken),
            Proofs = check ? await ProofsAsync(shown, cancellationToken) : null,
            Clip = await clips.ReadAsync(summary.Best, check, cancellationToken),
        };
    }

    /// <returns>Null if there is no such picture.</returns>
    public async Task<PictureOnPage?> PictureAsync(SightingName name, CancellationToken cancellationToken)
    {
        if (await sightings.ReadAsync(name, cancellationToken) is not { } sighting)
        {
            return null;
        }

        var names = (await calendar.SightingsAsync(name.Event, cancellationToken)).ToList();
        var at = names.IndexOf(name);
        return new PictureOnPage(
            sighting,
            await ProofAsync(sighting, cancellationToken),
            at + 1,
            names.Count,
            at > 0 ? names[at - 1] : null,
            at >= 0 && at < names.Count - 1 ? names[at + 1] : null)
        {
            Opinion = (await feedback.OfAsync(name.Event, cancellationToken)).TryGetValue(name, out var opinion) ? opinion : null,
        };
    }

    private async Task<IReadOnlyDictionary<SightingName, PictureProof>> ProofsAsync(IReadOnlyList<Sighting> shown, CancellationToken cancellationToken)
    {
        var proofs = new Dictionary<SightingName, PictureProof>();
        foreach (var sighting in shown)
        {
            proofs[sighting.Name] = await ProofAsync(sighting, cancellationToken);
        }

        return proofs;
    }

    // Read again each time: the point is what the store holds now.
    private async Task<PictureProof> ProofAsync(Sighting sighting, CancellationToken cancellationToken)
    {
        await using var picture = await sightings.OpenPictureAsync(sighting.Name, cancellationToken);
        if (picture is null)
        {
            return PictureProof.Missing;
        }

        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(picture.Content, cancellationToken));
        return sha256 == sighting.PictureSha256 ? PictureProof.Unchanged : PictureProof.Changed;
    }
}

/// <param name="Summary">The event as a whole.</param>
/// <param name="Shown">Its pictures on this page, in order of time, without those whose records are damaged.</param>
/// <param name="Paging">Which page that is.</param>
public sealed record EventOnPage(EventSummary Summary, IReadOnlyList<Sighting> Shown, Paging Paging)
{
    /// <summary>Where its clip is.</summary>
    public ClipOnPage? Clip { get; init; }

    public bool Starred { get; init; }

    /// <summary>Not null if somebody has deleted it, and it can be had back.</summary>
    public TrashedEvent? Trashed { get; init; }

    /// <summary>What people said of its pictures.</summary>
    public IReadOnlyDictionary<SightingName, Opinion> Opinions { get; init; } = new Dictionary<SightingName, Opinion>();

    /// <summary>Whose faces are in it, as far as whoever looks may see that.</summary>
    public FacesSeen Faces { get; init; } = FacesSeen.None;

    /// <summary>Of the pictures on this page; null if nobody has asked.</summary>
    public IReadOnlyDictionary<SightingName, PictureProof>? Proofs { get; init; }
}

/// <param name="Sighting">The picture's sidecar.</param>
/// <param name="Proof">Whether the picture is still the one that the sidecar tells of.</param>
/// <param name="Number">Its place in the event, from 1.</param>
/// <param name="Count">Pictures in the event.</param>
/// <param name="Previous">The one before, if any.</param>
/// <param name="Next">The one after, if any.</param>
public sealed record PictureOnPage(Sighting Sighting, PictureProof Proof, int Number, int Count, SightingName? Previous, SightingName? Next)
{
    /// <summary>What somebody said of it; null if nobody has.</summary>
    public Opinion? Opinion { get; init; }

    /// <summary>Null where faces are off, or whoever looks may not see whose they are.</summary>
    public FacesOnPicture? Faces { get; init; }
}

public enum PictureProof
{
    /// <summary>The stored bytes have the hash that the device told when it captured them.</summary>
    Unchanged,

    /// <summary>They have another: damaged or tampered with.</summary>
    Changed,

    /// <summary>The sidecar is there, the picture is not.</summary>
    Missing,
}
