using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace CloudCctv.Gallery.Access.Passkeys;

/// <summary>What is kept of a passkey: nothing with which one could sign in.</summary>
public sealed record Passkey
{
    /// <summary>As many as one person has.</summary>
    public const int Most = 10;

    public const int MaxNameLength = 60;

    /// <summary>Twice what the longest key of an authenticator takes (RSA, 4096 bits), so that ten fit into a record.</summary>
    public const int MaxPublicKeyBytes = 2048;

    public required byte[] CredentialId { get; init; }

    /// <summary>As the authenticator gave it: a COSE key (RFC 9052).</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>How often it has signed; 0 for ever with those that do not count, as the ones that phones share.</summary>
    public required uint SignCount { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The relying party id that it was made for: at another host browsers do not offer it.</summary>
    public required string Host { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public IReadOnlyList<string> Transports { get; init; } = [];

    public bool IsBackupEligible { get; init; }

    /// <summary>Whether it is on more than one device.</summary>
    public bool IsBackedUp { get; init; }

    /// <summary>Challenges that it has answered and that are not over yet: each is good for once.</summary>
    public IReadOnlyList<SpentChallenge> Spent { get; init; } = [];

    /// <summary>A short name for forms and sessions, from which the credential cannot be found.</summary>
    [JsonIgnore]
    public string Id => Convert.ToHexStringLower(SHA256.HashData(CredentialId))[..16];
}

/// <param name="Id">Hash of it.</param>
/// <param name="Until">From when on it is too old anyway.</param>
public sealed record SpentChallenge(string Id, DateTimeOffset Until);

/// <summary>The passkeys of whoever has the access key, who is no user and has no record otherwise.</summary>
internal sealed record OwnerPasskeys
{
    public IReadOnlyList<Passkey> Passkeys { get; init; } = [];

    /// <summary>As with users.</summary>
    public IReadOnlyList<SpentChallenge> Spent { get; init => field = value ?? []; } = [];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, MaxDepth = 6)]
[JsonSerializable(typeof(OwnerPasskeys))]
internal sealed partial class PasskeyJson : JsonSerializerContext;
