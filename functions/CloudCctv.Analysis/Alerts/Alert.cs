using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Objects;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Alerts;

/// <summary>What a person is told about an event.</summary>
public sealed record Alert
{
    public const int CurrentVersion = 1;

    // What is worth a second look at the phone: a picture a quarter better, or another quarter of a minute.
    private const double BetterBy = 1.25;

    private const int MostFaceFrames = 8;

    private static readonly TimeSpan LongerBy = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ShortestToTell = TimeSpan.FromSeconds(10);

    public int Version { get; init; } = CurrentVersion;

    public AlertKind Kind { get; init; }

    /// <summary>The words, if they are not about one event; null for those that are, see <see cref="IsOfEvent"/>.</summary>
    public AlertNotice? Notice { get; init; }

    /// <summary>
    /// Of a digest: the newest of its events. Of another notice: place and time in the form of an event's name; there are no
    /// pictures under it.
    /// </summary>
    public required EventName Event { get; init; }

    /// <summary>The frame that shows it best: highest score × size.</summary>
    public required FrameName BestFrame { get; init; }

    /// <summary>When that frame was taken, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What is in it, in the model's words: <c>person</c>. Of things: <c>removed</c>, <c>left</c> or <c>removed and left</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The model's confidence in that, or how different the place of a thing is, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>The most that were seen in one frame; of things, how many.</summary>
    public required int People { get; init; }

    /// <summary>Score × share of the frame of what <see cref="BestFrame"/> shows, 0 to 1: by it pictures of one event are compared.</summary>
    public double Weight { get; init; }

    /// <summary>When the last frame that counts was taken, as far as it is known; null in alerts of older versions.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Names of the device's zones in which something moved; null if there are none.</summary>
    public IReadOnlyList<string>? Zones { get; init; }

    /// <summary>Who goes in or out, as far as the camera's rules say that it is told; null if nobody does.</summary>
    public IReadOnlyList<AlertCrossing>? Crossings { get; init; }

    /// <summary>How often what is told has become better since it was first written down.</summary>
    public int Revision { get; init; }

    /// <summary>True if the event was already old when it was looked at: a backlog, not news.</summary>
    public required bool Late { get; init; }

    /// <summary>Frames whose faces are to be told, best first; null if there are none. Their names stay in the sightings, where they can be forgotten.</summary>
    public IReadOnlyList<FrameName>? FaceFrames { get; init; }

    /// <summary>Name of the one channel that it is for; null if it is for all.</summary>
    public string? OnlyFor { get; init; }

    /// <summary>One per event, so that whoever hears of it twice can tell. Also its name in the outbox.</summary>
    public string Key => Notice?.Key ?? KeyOf(Event);

    /// <summary>Path of the page in the gallery that tells more.</summary>
    public string Link => Notice?.Path ?? GalleryPath.Of(Event);

    /// <summary>Path of the picture in the gallery.</summary>
    public string Picture => GalleryPath.Of(Best);

    /// <summary>False if it is about no picture.</summary>
    public bool HasPicture => IsOfEvent || Kind == AlertKind.Digest;

    /// <summary>True if it is about one event, whose pictures are kept.</summary>
    public bool IsOfEvent => Kind is AlertKind.Seen or AlertKind.ObjectChanged;

    internal SightingName Best => new(Event, BestFrame);

    public static string KeyOf(EventName eventName) => eventName.ToString();

    /// <returns>The sighting whose picture an alert shows, and who is shown best in it.</returns>
    /// <param name="sightings">All of one event; at least one.</param>
    public static (Sighting Sighting, SeenObject Seen) BestOf(IReadOnlyList<Sighting> sightings) => sightings
        // The scene before shows only where something was not yet, or was.
        .Where(sighting => sighting.Moment != FrameRecord.Before || sightings.Count == 1)
        .SelectMany(sighting => sighting.Detections, (sighting, seen) => (Sighting: sighting, Seen: seen))
        .MaxBy(pair => pair.Seen.Score * pair.Seen.Box.Width * pair.Seen.Box.Height);

    /// <param name="sightings">All of one event; at least one.</param>
    /// <param name="now">The time at which they were found.</param>
    /// <param name="lateAfter">An event that began longer ago is late.</param>
    public static Alert For(IReadOnlyList<Sighting> sightings, DateTimeOffset now, TimeSpan lateAfter)
    {
        var isObject = sightings[0].Moment is not null;
        var (best, seen) = BestOf(sightings);
        return new Alert
        {
            Kind = isObject ? AlertKind.ObjectChanged : AlertKind.Seen,
            Event = best.Event,
            BestFrame = best.Frame,
            Time = best.Time,
            Label = isObject ? ObjectWords.LabelOf(best) : seen.Label,
            Score = seen.Score,
            Weight = Math.Round(seen.Score * seen.Box.Width * seen.Box.Height, 6),
            Until = sightings.Max(sighting => sighting.Time),
            Zones = sightings.SelectMany(sighting => sighting.Motion.Zones).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } zones ? zones : null,
            People = sightings.Max(sighting => sighting.Detections.Count),
            FaceFrames = FaceWords.Frames(sightings) is { Count: > 0 } frames ? frames : null,
            Late = now - best.Event.Start > lateAfter,
        };
    }

    /// <param name="kind">One that is not of an event.</param>
    /// <param name="notice">What to say.</param>
    /// <param name="site">The place.</param>
    /// <param name="subject">The camera or device there.</param>
    /// <param name="time">Since when.</param>
    public static Alert Of(AlertKind kind, AlertNotice notice, string site, string subject, DateTimeOffset time) => new()
    {
        Kind = kind,
        Notice = notice,
        // Channels that number what they send by event get a number per notice.
        Event = new EventName(site, subject, time, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(notice.Key)))[..8]),
        BestFrame = new FrameName(1, time),
        Time = time,
        Label = notice.Facts.GetValueOrDefault("cause", "notice"),
        Score = 0,
        People = 0,
        Late = false,
    };

    /// <summary>
    /// This alert with what another batch of its event adds: the better picture, more people, a longer time. Adding the same
    /// again, in whatever order, changes nothing.
    /// </summary>
    /// <returns>The same object if there is nothing to tell.</returns>
    public Alert With(Alert other)
    {
        var isBetter = other.Weight > Weight * BetterBy;
        var isNews = isBetter || other.People > People || other.Until - Until >= LongerBy || (FaceFrames is null && other.FaceFrames is not null)
            || (other.Zones ?? []).Except(Zones ?? []).Any() || (other.Crossings ?? []).Except(Crossings ?? []).Any();
        var best = isBetter ? other : this;
        return !isNews ? this : this with
        {
            BestFrame = best.BestFrame,
            Time = best.Time,
            Label = best.Label,
            Score = best.Score,
            Weight = best.Weight,
            People = Math.Max(People, other.People),
            Until = other.Until > Until ? other.Until : Until,
            Zones = Union(Zones, other.Zones)?.Order(StringComparer.Ordinal).ToList(),
            Crossings = Union(Crossings, other.Crossings) is { } crossings ? AlertCrossing.Ordered(crossings) : null,
            FaceFrames = Union(FaceFrames, other.FaceFrames)?.Take(MostFaceFrames).ToList(),
            Revision = Revision + 1,
        };
    }

    /// <summary>One short line: <c>Person at gate (farm)</c>, <c>Person goes in at gate (farm)</c>, <c>Something was taken at gate (farm)</c>.</summary>
    public string Title() => Notice?.Title ??
        $"{(Late ? "Late: " : "")}{What} at {Event.Camera} ({Event.Site})";

    /// <summary>One more line: how many, for how long, how sure, when.</summary>
    /// <param name="zone">Whose clock to use.</param>
    public string Text(TimeZoneInfo zone) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Words} {TimeZoneInfo.ConvertTime(Time, zone):yyyy-MM-dd HH:mm:ss}{(zone == TimeZoneInfo.Utc ? " UTC" : "")}");

    private string What => Kind == AlertKind.ObjectChanged ? ObjectWords.Title(Label) : $"{char.ToUpperInvariant(Label[0])}{Label[1..]}{(Crossings is null ? "" : $" {AlertCrossing.Deed(Crossings)}")}";

    private string Words => Notice?.Text ?? (Kind == AlertKind.ObjectChanged
        ? string.Create(CultureInfo.InvariantCulture, $"{ObjectWords.Count(People)}, {Score * 100:F0} % different,")
        : SeenWords);

    private string SeenWords => string.Create(CultureInfo.InvariantCulture, $"{People} seen{Lasted()},{Crossed()} {Score * 100:F0} % sure,");

    private static IEnumerable<T>? Union<T>(IReadOnlyList<T>? one, IReadOnlyList<T>? other) => one is null ? other : one.Union(other ?? []);

    private string Crossed() => Crossings is null ? "" : $" {string.Join(", ", Crossings)},";

    private string Lasted() => Until - Event.Start is { } lasted && lasted >= ShortestToTell
        ? string.Create(CultureInfo.InvariantCulture, $" for {Math.Round(lasted.TotalSeconds):F0} s")
        : "";
}
