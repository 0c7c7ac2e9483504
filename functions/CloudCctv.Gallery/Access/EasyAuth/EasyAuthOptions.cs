using CloudCctv.Gallery.Access.Users;
using Microsoft.Extensions.Configuration;

namespace CloudCctv.Gallery.Access.EasyAuth;

/// <summary>
/// Sign-in by the platform: Azure's App Service authentication ("Easy Auth") tells in a header who asks, and removes that header
/// from what comes from outside. Without it anybody could send the header, so it is honoured only where the platform says that
/// its sign-in is on.
/// </summary>
public sealed record EasyAuthOptions
{
    /// <summary>Set to true by the platform while its sign-in is on.</summary>
    public const string PlatformVariable = "WEBSITE_AUTH_ENABLED";

    /// <summary>Who may what. Whoever is none of these has to know the access key or a password.</summary>
    public IReadOnlyList<EasyAuthGrant> Grants { get; init; } = [];

    /// <param name="section"><c>Gallery:EasyAuth</c> of the settings.</param>
    /// <param name="platform">Value of <see cref="PlatformVariable"/>.</param>
    /// <returns>Null if it is not configured.</returns>
    /// <exception cref="ArgumentException">It is, and must not be honoured, or says what cannot be.</exception>
    public static EasyAuthOptions? Read(IConfiguration section, string? platform)
    {
        if (!section.GetChildren().Any())
        {
            return null;
        }

        var options = section.Get<EasyAuthOptions>() ?? new EasyAuthOptions();
        return options switch
        {
            _ when !string.Equals(platform, "true", StringComparison.OrdinalIgnoreCase) => throw new ArgumentException(
                $"Gallery:EasyAuth is set, but {PlatformVariable} is not true: without the platform's sign-in anybody could send its header. Switch on authentication of the app, or remove the setting."),
            { Grants.Count: 0 } => throw new ArgumentException("Gallery:EasyAuth has no Grants: name at least one app role or object id."),
            _ when options.Grants.Select(grant => grant.FindFault()).FirstOrDefault(fault => fault is not null) is { } fault => throw new ArgumentException($"Gallery:EasyAuth:Grants: {fault}"),
            _ => options,
        };
    }
}

/// <summary>What one app role, or one person, may.</summary>
public sealed record EasyAuthGrant
{
    /// <summary>Value of an app role, or object id of a person (claim <c>oid</c>). Not a name or an address: those change hands.</summary>
    public string Who { get; init; } = "";

    public UserRole Role { get; init; }

    /// <summary>For viewers: <c>site/camera</c>, <c>site/*</c>, <c>*</c>.</summary>
    public IReadOnlyList<string> Cameras { get; init; } = [];

    internal string? FindFault() => this switch
    {
        { Who.Length: 0 } => "Who is missing: the value of an app role, or an object id.",
        { Role: UserRole.Viewer, Cameras.Count: 0 } => $"'{Who}' is a viewer and needs Cameras: site/camera, site/*, or *.",
        _ => Cameras.FirstOrDefault(camera => !User.IsPattern(camera)) is { } wrong ? $"'{wrong}' of '{Who}' is not a camera; name it site/camera, site/*, or *." : null,
    };
}
