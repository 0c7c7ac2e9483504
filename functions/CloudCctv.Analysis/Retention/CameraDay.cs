using System.Globalization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Retention;

/// <summary>One day (UTC) of one camera.</summary>
public readonly record struct CameraDay(CameraName Camera, DateOnly Day)
{
    /// <summary>The day on which an event began.</summary>
    public static CameraDay Of(EventName eventName) => new(CameraName.Of(eventName), DateOnly.FromDateTime(eventName.Start.UtcDateTime));

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(string text, out CameraDay day)
    {
        const string format = "yyyy/MM/dd";
        day = default;
        var cut = text.Length - format.Length - 1;
        if (cut <= 0 || text[cut] != '/' || !CameraName.TryParse(text[..cut], out var camera)
            || !DateOnly.TryParseExact(text[(cut + 1)..], format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return false;
        }

        day = new CameraDay(camera, date);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Camera}/{Day:yyyy/MM/dd}");
}
