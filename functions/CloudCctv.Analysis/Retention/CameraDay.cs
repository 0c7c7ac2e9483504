using System.Globalization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Retention;

/// <summary>One day (UTC) of one camera.</summary>
public readonly record struct CameraDay(CameraName Camera, DateOnly Day)
{
    /// <summary>The day on which an event began.</summary>
    public static CameraDay Of(EventName eventName) => new(CameraName.Of(eventName), DateOnly.FromDateTime(eventName.Start.UtcDateTime));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Camera}/{Day:yyyy/MM/dd}");
}
