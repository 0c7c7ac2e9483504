using System.Globalization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Alerts;

/// <summary>Where the gallery shows what an alert speaks of. The gallery serves exactly these paths.</summary>
public static class GalleryPath
{
    public const string Events = "/events/";

    public const string Pictures = "/pictures/";

    public const string Days = "/days/";

    public const string Status = "/status";

    public const string Quarantine = "/quarantine";

    public static string Of(EventName eventName) => $"{Events}{eventName}";

    /// <param name="day">UTC.</param>
    public static string Of(DateOnly day) => day.ToString($"'{Days}'yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Of(SightingName sighting) => $"{Pictures}{sighting}.jpg";
}
