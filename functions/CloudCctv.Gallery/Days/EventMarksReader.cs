using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Gallery.Days;

/// <summary>Tells what people did with events: a listing for each camera and day, not a question for each event. Thread-safe.</summary>
internal sealed class EventMarksReader(Starred starred, MannerStore manners, TrashBin trash, RetentionOptions retention, TimeProvider time)
{
    private const int MaxParallel = 16;

    /// <summary>Events that are deleted, though they can still be had back.</summary>
    public ValueTask<HashSet<EventName>> TrashedAsync(CancellationToken cancellationToken) =>
        trash.AllAsync(cancellationToken).Select(one => one.Event).ToHashSetAsync(cancellationToken: cancellationToken);

    public async Task<IReadOnlyDictionary<EventName, Marks>> OfAsync(IReadOnlyCollection<EventName> events, CancellationToken cancellationToken)
    {
        var days = events.Select(CameraDay.Of).Distinct().ToList();
        var (stars, opened) = (new HashSet<EventName>[days.Count], new HashSet<EventName>[days.Count]);
        var limits = new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, days.Count, limits, async (i, token) =>
        {
            stars[i] = await starred.OfAsync(days[i], token).ToHashSetAsync(cancellationToken: token);
            opened[i] = await manners.OpenedOfAsync(days[i], token).ToHashSetAsync(cancellationToken: token);
        });
        var (allStars, allOpened) = (stars.SelectMany(one => one).ToHashSet(), opened.SelectMany(one => one).ToHashSet());
        // Whether somebody has opened it is known for as long as records are kept: what is older is news to nobody.
        var news = time.GetUtcNow() - TimeSpan.FromDays(retention.KeepRecordsDays);
        return events.ToDictionary(one => one, one => new Marks(allStars.Contains(one), allOpened.Contains(one) || one.Start < news));
    }
}

/// <param name="Starred">Somebody wants to keep it.</param>
/// <param name="Reviewed">Somebody has opened it, or it is too old to know.</param>
public readonly record struct Marks(bool Starred, bool Reviewed);
