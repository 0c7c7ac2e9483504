using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.Manners;
using CloudCctv.Analysis.Alerts.WebPush;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Cameras;
using CloudCctv.Gallery.Layout;

namespace CloudCctv.Gallery.Alerts;

/// <summary>Reads what the page of alerts shows. Thread-safe.</summary>
internal sealed class AlertBoard(
    AlertHistory history, AlertChannels channels, PushSubscriptions phones, VapidKey key, MannerStore manners, KnownCameras cameras, GalleryClock clock, WebPushOptions push)
{
    private const int PageSize = 40;

    /// <param name="day">By the gallery's clock, which need not be a day in UTC.</param>
    /// <param name="page">From 1; may be anything.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<AlertsOnPage> ReadAsync(DateOnly day, int page, CancellationToken cancellationToken)
    {
        var keys = new List<ToldAlert>();
        for (var utcDay = day.AddDays(1); utcDay >= day.AddDays(-1); utcDay = utcDay.AddDays(-1))
        {
            keys.AddRange((await history.KeysAsync(utcDay, cancellationToken)).Where(one => clock.DayOf(one.At) == day));
        }

        var paging = Paging.For(keys.Count, PageSize, page);
        return new AlertsOnPage(
            day,
            await history.ReadAsync(keys.Skip(paging.Skip).Take(PageSize), cancellationToken),
            paging,
            await history.WaitingAsync(cancellationToken),
            channels.All,
            push.Enabled ? await key.PublicAsync(cancellationToken) : null,
            await phones.ListAsync(cancellationToken).OrderBy(phone => phone.AddedAt).ToListAsync(cancellationToken),
            await manners.AllSnoozedUntilAsync(cancellationToken),
            await QuietAsync(cancellationToken));
    }

    private async Task<IReadOnlyList<QuietCamera>> QuietAsync(CancellationToken cancellationToken)
    {
        var known = await cameras.ReadAsync(cancellationToken);
        return await Task.WhenAll(known.Select(async one => new QuietCamera(one.Name, await manners.SnoozedUntilAsync(one.Name, cancellationToken))));
    }
}

/// <param name="Day">Whose history it is.</param>
/// <param name="Told">Of that day and page, newest first.</param>
/// <param name="Paging">Of the history.</param>
/// <param name="Waiting">What is still to be told.</param>
/// <param name="Channels">All of them.</param>
/// <param name="PushKey">What browsers subscribe to; null where Web Push is off.</param>
/// <param name="Phones">Oldest first.</param>
/// <param name="AllQuietUntil">UTC; may be over; null if never.</param>
/// <param name="Quiet">Each camera.</param>
public sealed record AlertsOnPage(
    DateOnly Day,
    IReadOnlyList<OutboxEntry> Told,
    Paging Paging,
    IReadOnlyList<OutboxEntry> Waiting,
    IReadOnlyList<IAlertChannel> Channels,
    string? PushKey,
    IReadOnlyList<PushSubscription> Phones,
    DateTimeOffset? AllQuietUntil,
    IReadOnlyList<QuietCamera> Quiet);

/// <param name="Camera">Which.</param>
/// <param name="Until">Until when nothing is told of it, UTC; may be over; null if never.</param>
public readonly record struct QuietCamera(CameraName Camera, DateTimeOffset? Until);
