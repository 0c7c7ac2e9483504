using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Events;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Gallery.Faces;

/// <summary>
/// Reads whose faces are in events, from their sidecars; what they said is remembered until one changes. Whether a name may be
/// shown is asked each time: of who is enrolled, and of the days for which faces are kept. Thread-safe.
/// </summary>
internal sealed class EventFaces(IObjectStore store, SightingStore sightings, FaceBook book, FaceOptions options, TimeProvider time)
{
    /// <summary>Sidecars read of one event, spread over it.</summary>
    public const int MaxRead = 120;

    // When it is full it starts anew, which costs one slow page.
    private const int MaxKept = 2_000;

    private const int MaxParallel = 16;

    private readonly ConcurrentDictionary<EventName, (string Version, IReadOnlyList<IReadOnlyList<string>> Pictures)> kept = new();

    /// <summary>False where faces are switched off: then nothing of them is shown, whatever sidecars still say.</summary>
    public bool IsOn => options.Enabled;

    /// <summary>Of people who can be shown, by name.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) =>
        IsOn ? [.. (await book.AllAsync(cancellationToken)).Select(person => person.Name)] : [];

    public async Task<IReadOnlyDictionary<EventName, FacesSeen>> OfAsync(IReadOnlyCollection<EventName> events, CancellationToken cancellationToken)
    {
        var wanted = events.Where(IsKept).ToList();
        if (wanted.Count == 0)
        {
            return new Dictionary<EventName, FacesSeen>();
        }

        var enrolled = await EnrolledAsync(cancellationToken);
        var found = new FacesSeen[wanted.Count];
        var limits = new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, wanted.Count, limits, async (i, token) => found[i] = FacesSeen.Of(await PicturesAsync(wanted[i], token), enrolled));
        return wanted.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <returns>The faces of one picture, largest first, by the names that may be shown.</returns>
    public async Task<IReadOnlyList<SeenFace>> OfAsync(Sighting sighting, CancellationToken cancellationToken)
    {
        if (sighting.Faces is not { } faces || !IsKept(sighting.Event))
        {
            return [];
        }

        var enrolled = await EnrolledAsync(cancellationToken);
        return [.. faces.Seen.Select(face => enrolled.Contains(face.Name) ? face : face with { Name = SeenFace.Unknown, Confidence = null })];
    }

    // The sweep may not have come by yet.
    private bool IsKept(EventName eventName) => IsOn && DateOnly.FromDateTime(eventName.Start.UtcDateTime) >= options.FirstDayKept(time.GetUtcNow());

    private async Task<IReadOnlySet<string>> EnrolledAsync(CancellationToken cancellationToken) =>
        (await NamesAsync(cancellationToken)).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<IReadOnlyList<string>>> PicturesAsync(EventName eventName, CancellationToken cancellationToken)
    {
        var found = await store.ListAsync(SightingName.FolderOf(eventName), cancellationToken).Where(one => SightingName.OfSidecar(one.Name) is not null).ToListAsync(cancellationToken);
        var version = VersionOf(found);
        if (kept.TryGetValue(eventName, out var known) && known.Version == version)
        {
            return known.Pictures;
        }

        var pictures = await ReadAsync([.. Spread(found).Select(one => SightingName.OfSidecar(one.Name)!)], cancellationToken);
        if (kept.Count >= MaxKept)
        {
            kept.Clear();
        }

        kept[eventName] = (version, pictures);
        return pictures;
    }

    private async Task<IReadOnlyList<IReadOnlyList<string>>> ReadAsync(IReadOnlyList<SightingName> names, CancellationToken cancellationToken)
    {
        var pictures = new List<IReadOnlyList<string>>();
        foreach (var name in names)
        {
            if (await sightings.ReadIfSoundAsync(name, cancellationToken) is { Faces.Seen: { Count: > 0 } seen })
            {
                pictures.Add([.. seen.Select(face => face.Name)]);
            }
        }

        return pictures;
    }

    private static string VersionOf(IEnumerable<ObjectProperties> sidecars)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var one in sidecars)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{one.Name.Value} {one.ETag.Value}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<ObjectProperties> Spread(List<ObjectProperties> all) => all.Count <= MaxRead
        ? all
        : Enumerable.Range(0, MaxRead).Select(i => all[(int)((long)i * (all.Count - 1) / (MaxRead - 1))]);
}
