using System.Globalization;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;
using CloudCctv.Gallery.Faces;
using CloudCctv.Gallery.Layout;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace CloudCctv.Gallery.Days;

/// <summary>Which events of a day somebody wants to see; what is null does not choose. Kept in the address, so that it can be sent and bookmarked.</summary>
public sealed record DayFilter
{
    private const string TimeFormat = "HH:mm";

    public static DayFilter None { get; } = new();

    public string? Site { get; init; }

    public CameraName? Camera { get; init; }

    /// <summary>What must have been seen, in the model's words.</summary>
    public string? Label { get; init; }

    /// <summary>Lowest score of the best picture, percent, 1 to 100.</summary>
    public int? Score { get; init; }

    /// <summary>The first minute of the day, on the wall's clock.</summary>
    public TimeOnly? From { get; init; }

    /// <summary>The first minute that is left out. Before <see cref="From"/>: over midnight.</summary>
    public TimeOnly? To { get; init; }

    /// <summary>Whose face must have been seen: <c>unknown</c>, or what stands for a person (<see cref="PersonStore.IdOf"/>): addresses reach logs, where no name belongs.</summary>
    public string? Who { get; init; }

    public bool? Starred { get; init; }

    public bool? Reviewed { get; init; }

    public bool IsNone => this == None;

    /// <summary>True if names do not suffice: pictures' records must be read.</summary>
    public bool AsksForContent => Label is not null || Score is not null || Who is not null;

    /// <summary>True if it must be known what people did with an event.</summary>
    public bool AsksForMarks => Starred is not null || Reviewed is not null;

    /// <summary>From an address, so it may be anything: what cannot be understood does not choose.</summary>
    public static DayFilter Read(IQueryCollection query) => new()
    {
        Site = Text(query["site"]),
        Camera = CameraName.TryParse(query["camera"], out var camera) ? camera : null,
        Label = Text(query["label"]),
        Score = int.TryParse(query["score"], NumberStyles.None, CultureInfo.InvariantCulture, out var score) && score is > 0 and <= 100 ? score : null,
        From = Time(query["from"]),
        To = Time(query["to"]),
        Who = Text(query["who"]),
        Starred = YesOrNo(query["starred"]),
        Reviewed = YesOrNo(query["reviewed"]),
    };

    /// <summary>An address with this filter in it.</summary>
    public string On(string address) => QueryHelpers.AddQueryString(address, Parts().Where(part => part.Value is not null));

    /// <summary>As far as the name of an event tells.</summary>
    internal bool Takes(EventName eventName, GalleryClock clock) =>
        (Site is null || Site == eventName.Site)
        && (Camera is not { } camera || camera == CameraName.Of(eventName))
        && Takes(TimeOnly.FromTimeSpan(clock.Local(eventName.Start).TimeOfDay));

    public bool Takes(EventSummary summary) =>
        (Label is null || summary.MostAtOnce.ContainsKey(Label))
        && (Score is not { } score || summary.Score * 100 >= score);

    public bool Takes(FacesSeen faces) => Who is null || faces.Has(Who);

    public bool Takes(Marks marks) => (Starred is null || Starred == marks.Starred) && (Reviewed is null || Reviewed == marks.Reviewed);

    private bool Takes(TimeOnly time) => (From, To) switch
    {
        ({ } from, { } to) => time.IsBetween(from, to),
        ({ } from, null) => time >= from,
        (null, { } to) => time < to,
        _ => true,
    };

    private IEnumerable<KeyValuePair<string, string?>> Parts() =>
    [
        new("site", Site),
        new("camera", Camera?.ToString()),
        new("label", Label),
        new("score", Score?.ToString(CultureInfo.InvariantCulture)),
        new("from", From?.ToString(TimeFormat, CultureInfo.InvariantCulture)),
        new("to", To?.ToString(TimeFormat, CultureInfo.InvariantCulture)),
        new("who", Who),
        new("starred", YesOrNo(Starred)),
        new("reviewed", YesOrNo(Reviewed)),
    ];

    private static string? Text(string? text) => text is { Length: > 0 and <= 100 } ? text : null;

    private static TimeOnly? Time(string? text) =>
        TimeOnly.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static bool? YesOrNo(string? text) => text switch { "yes" => true, "no" => false, _ => null };

    private static string? YesOrNo(bool? value) => value switch { true => "yes", false => "no", null => null };
}
