using System.Globalization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Gallery.Layout;

/// <summary>Where everything is. Names hold nothing that a path would need to escape.</summary>
internal static class Addresses
{
    public static string Of(DateOnly day, int page = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"/days/{day:yyyy-MM-dd}{(page > 1 ? $"?page={page}" : "")}");

    public static string Of(EventName eventName, int page = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"/events/{eventName}{(page > 1 ? $"?page={page}" : "")}");

    public static string Of(SightingName picture) => $"/events/{picture}";

    public static string DeleteOf(EventName eventName) => $"/delete/{eventName}";

    public static string DeleteOf(SightingName picture) => $"/delete/{picture}";

    public static string StarOf(EventName eventName) => $"/star/{eventName}";

    public static string UndoOf(EventName eventName) => $"/undo/{eventName}";

    /// <summary>Where people say what they think of a picture, or of all pictures of an event.</summary>
    /// <param name="name">Of an event or a sighting.</param>
    public static string FeedbackOf(object name) => $"/feedback/{name}";

    public static string ShareOf(EventName eventName) => $"/share/{eventName}";

    /// <summary>The part of an event's page that tells of its clip.</summary>
    public static string ClipOf(EventName eventName) => $"/clip/{eventName}";

    public static string AskClipOf(EventName eventName) => $"/clip-ask/{eventName}";

    public static string CancelClipOf(EventName eventName) => $"/clip-cancel/{eventName}";

    public static string FilmOf(EventName eventName) => $"/media/{eventName}/{ClipRecord.EntryName}";

    public static string OriginalOf(SightingName picture) => $"/media/{picture}.jpg";

    public static string PreviewOf(SightingName picture) => $"/media/{picture}.preview.jpg";
}
