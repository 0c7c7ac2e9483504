using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Gallery.Access.Passkeys;

namespace CloudCctv.Gallery.Access.Users;

/// <summary>Somebody who signs in by name and password.</summary>
public sealed record User
{
    /// <summary>A <see cref="Contracts.Names.Slug"/>; never that of the access key, <see cref="OwnerName"/>.</summary>
    public required string Name { get; init; }

    public required UserRole Role { get; init; }

    /// <summary>For a viewer, what may be seen: <c>site/camera</c>, <c>site/*</c>, <c>*</c>.</summary>
    public IReadOnlyList<string> Cameras { get; init; } = [];

    public required PasswordHash Password { get; init; }

    /// <summary>New with each password: a session that was begun under another is over.</summary>
    public required string Stamp { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>At most <see cref="Passkey.Most"/>.</summary>
    // Records that were written before there were any have none, and the reader gives null for that; so with what they have spent.
    public IReadOnlyList<Passkey> Passkeys { get; init => field = value ?? []; } = [];

    /// <summary>Answers by which a passkey was added, and whose questions are not over yet: each is good for once.</summary>
    public IReadOnlyList<SpentChallenge> Spent { get; init => field = value ?? []; } = [];

    /// <summary>Under which name the access key signs in.</summary>
    public const string OwnerName = "owner";

    /// <returns>False if the user has had another password since, or was removed and added again.</returns>
    public bool IsStill(string stamp) => Stamp == stamp;

    /// <returns>True for <c>site/camera</c>, <c>site/*</c> and <c>*</c>.</returns>
    public static bool IsPattern(string text) =>
        text == "*" || CameraName.TryParse(text.EndsWith("/*", StringComparison.Ordinal) ? $"{text[..^1]}x" : text, out _);
}

[JsonConverter(typeof(UserRoleConverter))]
public enum UserRole
{
    /// <summary>Sees what is allowed, and changes nothing.</summary>
    Viewer,

    /// <summary>May do everything that the access key may.</summary>
    Owner,
}

internal sealed class UserRoleConverter() : JsonStringEnumConverter<UserRole>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, MaxDepth = 6)]
[JsonSerializable(typeof(User))]
internal sealed partial class UserJson : JsonSerializerContext;
