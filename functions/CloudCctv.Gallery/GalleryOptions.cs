using CloudCctv.Gallery.Access;
using CloudCctv.Gallery.Access.EasyAuth;

namespace CloudCctv.Gallery;

/// <summary>What a host decides about its gallery.</summary>
public sealed record GalleryOptions
{
    /// <summary>What opens it. There is no gallery without one, on loopback neither.</summary>
    public required AccessKey AccessKey { get; init; }

    /// <summary>The zone in which people read times and days. Default: the machine's.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>
    /// True behind a front end that overwrites <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, as Azure does: the last
    /// entry is then who asked. Anywhere else a client could claim any address.
    /// </summary>
    public bool BehindFrontEnd { get; init; }

    /// <summary>False where answers cannot stay open: pages then ask for news now and then.</summary>
    public bool Streams { get; init; } = true;

    /// <summary>The platform's own sign-in; null where there is none.</summary>
    public EasyAuthOptions? EasyAuth { get; init; }
}
