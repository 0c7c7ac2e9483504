using CloudCctv.Contracts.Names;

namespace CloudCctv.Analysis.Sightings;

/// <summary>One view in one place; both parts are a <see cref="Slug"/>.</summary>
public readonly record struct CameraName(string Site, string Camera)
{
    public static CameraName Of(EventName eventName) => new(eventName.Site, eventName.Camera);

    public static bool TryParse(string? text, out CameraName name)
    {
        var parts = text?.Split('/') ?? [];
        var valid = parts is [var site, var camera] && Slug.IsValid(site) && Slug.IsValid(camera);
        name = valid ? new CameraName(parts[0], parts[1]) : default;
        return valid;
    }

    public override string ToString() => $"{Site}/{Camera}";
}
