using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Faces;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Days;

/// <summary>Reads what a page of a day shows through a filter. Thread-safe.</summary>
internal sealed class DayReader(DayBook book, EventSummaries summaries, EventMarksReader marks, EventFaces faces, GalleryClock clock)
{
    private const int PageSize = 48;

    /// <param name="sees">Which cameras whoever asks may see; null for all.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public Task<DateOnly?> NewestAsync(Func<CameraName, bool>? sees, CancellationToken cancellationToken) => book.NewestAsync(sees, cancellationToken);

    /// <param name="day">On the wall's calendar.</param>
    /// <param name="sees">Which cameras whoever asks may see; null for all.</param>
    /// <param name="filter">What somebody wants to see.</param>
    /// <param name="page">From 1; may be anything.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<DayView> ReadAsync(DateOnly day, Func<CameraName, bool>? sees, DayFilter filter, int page, CancellationToken cancellationToken)
    {
        var trashed = await marks.TrashedAsync(cancellationToken);
        var there = await book.OpenAsync(day, sees, trashed, cancellationToken);
        var chosen = there.Events.Where(one => filter.Takes(one, clock)).ToList();
        if (filter.AsksForMarks)
        {
            var known = await marks.OfAsync(chosen, cancellationToken);
            chosen.RemoveAll(one => !filter.Takes(known[one]));
        }

        var view = filter.AsksForContent
            ? await SearchAsync(there, chosen, filter, Math.Max(1, page), cancellationToken)
            : await TakeAsync(there, chosen, filter, page, cancellationToken);
        return view with { Marks = await marks.OfAsync([.. view.Shown.Select(one => one.Event)], cancellationToken) };
    }

    private async Task<DayView> TakeAsync(DayInBook day, List<EventName> chosen, DayFilter filter, int page, CancellationToken cancellationToken)
    {
        var paging = Paging.For(chosen.Count, PageSize, page);
        var shown = await summaries.ReadAsync([.. chosen.Skip(paging.Skip).Take(PageSize)], cancellationToken);
        return new DayView(day, filter, chosen, shown, paging.Page, HasOlder: paging.Page < paging.Pages);
    }

    // Reads on until the page is full, not to the end of the day.
    private async Task<DayView> SearchAsync(DayInBook day, List<EventName> chosen, DayFilter filter, int page, CancellationToken cancellationToken)
    {
        var (found, wanted) = (new List<EventSummary>(), (long)page * PageSize);
        for (var read = 0; read < chosen.Count && found.Count <= wanted; read += PageSize)
        {
            found.AddRange(await TakenAsync([.. (await summaries.ReadAsync([.. chosen.Skip(read).Take(PageSize)], cancellationToken)).Where(filter.Takes)], filter, cancellationToken));
        }

        return new DayView(day, filter, chosen, [.. found.Skip((int)Math.Min(found.Count, wanted - PageSize)).Take(PageSize)], page, HasOlder: found.Count > wanted);
    }

    private async Task<IReadOnlyList<EventSummary>> TakenAsync(IReadOnlyList<EventSummary> some, DayFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Who is null)
        {
            return some;
        }

        var seen = await faces.OfAsync([.. some.Select(one => one.Event)], cancellationToken);
        return [.. some.Where(one => filter.Takes(seen.GetValueOrDefault(one.Event, FacesSeen.None)))];
    }
}

/// <param name="Day">The whole day, without what is deleted.</param>
/// <param name="Filter">What somebody wants to see.</param>
/// <param name="Chosen">Events that the filter takes as far as their names tell, newest first.</param>
/// <param name="Shown">Those on this page, newest first.</param>
/// <param name="Page">From 1.</param>
/// <param name="HasOlder">True if the day goes on, on the next page.</param>
public sealed record DayView(DayInBook Day, DayFilter Filter, IReadOnlyList<EventName> Chosen, IReadOnlyList<EventSummary> Shown, int Page, bool HasOlder)
{
    /// <summary>Of the events shown.</summary>
    public IReadOnlyDictionary<EventName, Marks> Marks { get; init; } = new Dictionary<EventName, Marks>();

    /// <summary>Of the events shown, as far as there are faces in them and whoever looks may see whose.</summary>
    public IReadOnlyDictionary<EventName, FacesSeen> Faces { get; init; } = new Dictionary<EventName, FacesSeen>();

    /// <summary>Who can be looked for by their face; null where nobody can.</summary>
    public IReadOnlyList<string>? People { get; init; }

    /// <summary>Where the day goes on, or else the day before; null at the end.</summary>
    public string? Older => HasOlder ? AddressOf(Day.Day, Page + 1) : AddressOf(Day.Previous);

    public string? AddressOf(DateOnly? day, int page = 1) => day is { } one ? Filter.On(Addresses.Of(one, page)) : null;
}
