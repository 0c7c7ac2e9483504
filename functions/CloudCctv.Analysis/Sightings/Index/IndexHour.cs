using System.Globalization;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings.Index;

/// <summary>One hour (UTC) in which events began: the piece in which the index is written, <c>index/yyyy/MM/dd/HH.json</c>.</summary>
/// <param name="Day">Its day, UTC.</param>
/// <param name="Hour">0 to 23.</param>
internal readonly record struct IndexHour(DateOnly Day, int Hour)
{
    public const string Prefix = "index/";

    private const string Suffix = ".json";

    public ObjectName Object => new(string.Create(CultureInfo.InvariantCulture, $"{FolderOf(Day)}{Hour:00}{Suffix}"));

    public static IndexHour Of(EventName eventName) => new(DateOnly.FromDateTime(eventName.Start.UtcDateTime), eventName.Start.Hour);

    public static IEnumerable<IndexHour> AllOf(DateOnly day) => Enumerable.Range(0, 24).Select(hour => new IndexHour(day, hour));

    /// <summary>Where the hours of a day lie, slash included.</summary>
    public static string FolderOf(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{day:yyyy/MM/dd}/");

    /// <returns>Null if it is not the name of an hour's object.</returns>
    public static IndexHour? From(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && DateTime.TryParseExact(name[Prefix.Length..^Suffix.Length], "yyyy/MM/dd/HH", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new IndexHour(DateOnly.FromDateTime(time), time.Hour)
            : null;

    /// <summary>What the names of this hour's sightings of one camera begin with.</summary>
    public string PrefixOf(CameraName camera) => string.Create(CultureInfo.InvariantCulture, $"{SightingName.FolderOf(camera, Day)}{Hour:00}");

    public bool Has(EventName eventName) => Of(eventName) == this;
}
