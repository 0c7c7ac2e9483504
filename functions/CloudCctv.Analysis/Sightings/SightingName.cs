using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Sightings;

/// <summary>
/// Names one sighting for ever: <c>site/camera/yyyy/MM/dd/HHmmssfff-event/nnnnnn-HHmmssfff</c>, the frame within its event.
/// In the store the three objects of a sighting have this name under <see cref="Prefix"/>.
/// </summary>
public sealed record SightingName(EventName Event, FrameName Frame)
{
    public const string Prefix = "flagged/";

    internal const string SidecarSuffix = ".json";

    /// <summary>The camera's JPEG, byte for byte.</summary>
    public ObjectName Picture => new($"{Prefix}{this}.jpg");

    /// <summary>A small JPEG with the detections drawn in.</summary>
    public ObjectName Preview => new($"{Prefix}{this}.preview.jpg");

    /// <summary>The <see cref="Sighting"/> as JSON.</summary>
    public ObjectName Sidecar => new($"{Prefix}{this}{SidecarSuffix}");

    public static bool TryParse(string? text, [NotNullWhen(true)] out SightingName? name)
    {
        name = text?.LastIndexOf('/') is > 0 and var slash
            && EventName.TryParse(text[..slash], out var eventName)
            && FrameName.TryParse($"{text[(slash + 1)..]}.jpg", out var frame)
            ? new SightingName(eventName, frame)
            : null;
        return name is not null;
    }

    /// <returns>Null if the object is no sidecar.</returns>
    public static SightingName? OfSidecar(ObjectName sidecar)
    {
        var text = sidecar.Value;
        return text.StartsWith(Prefix, StringComparison.Ordinal) && text.EndsWith(SidecarSuffix, StringComparison.Ordinal)
            && TryParse(text[Prefix.Length..^SidecarSuffix.Length], out var name) ? name : null;
    }

    /// <summary>Where everything about an event lies, slash included.</summary>
    public static string FolderOf(EventName eventName) => $"{Prefix}{eventName}/";

    /// <summary>Where the events of one camera and day lie, slash included.</summary>
    public static string FolderOf(CameraName camera, DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{camera}/{day:yyyy/MM/dd}/");

    public override string ToString() => $"{Event}/{Frame.Stem}";
}
