using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Devices;

/// <summary>What is known of one device, at <c>devices/NAME.json</c> in the store. Holds no secret.</summary>
public sealed record DeviceRecord
{
    public required string Name { get; init; }

    public required string Site { get; init; }

    /// <summary>The cameras whose batches are taken from it; empty for any of its site.</summary>
    public IReadOnlyList<string> Cameras { get; init; } = [];

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>SHA-256 of the pairing code, hexadecimal; null if there is none.</summary>
    public string? CodeHash { get; init; }

    public DateTimeOffset? CodeExpiresAt { get; init; }

    /// <summary>Whether the code has been exchanged: it then serves only the key that did, whose answer may have been lost.</summary>
    public bool CodeUsed { get; init; }

    /// <summary>SubjectPublicKeyInfo, base64; null until it is paired.</summary>
    public string? PublicKey { get; init; }

    /// <summary>When it was first paired: it has a container since then.</summary>
    public DateTimeOffset? PairedAt { get; init; }

    /// <summary>When it last got credentials.</summary>
    public DateTimeOffset? RenewedAt { get; init; }

    /// <summary>The newest challenge that was answered: none is good that was given out before it.</summary>
    public long LastChallenge { get; init; }

    /// <summary>When it was revoked, and paired anew; what its container was given in between is not looked at.</summary>
    public IReadOnlyList<RevokedTime> Revoked { get; init; } = [];

    [JsonIgnore]
    public bool IsRevoked => Revoked is [.., { Until: null }];

    /// <summary>Whether a batch of this site and camera, written then, is taken from its container.</summary>
    public bool MaySend(string site, string camera) => site == Site && (Cameras.Count == 0 || Cameras.Contains(camera));

    public bool WasTrustedAt(DateTimeOffset time) => !Revoked.Any(one => time >= one.From && time < (one.Until ?? DateTimeOffset.MaxValue));
}

/// <param name="From">First moment that does not count.</param>
/// <param name="Until">First that does again; null if none does yet.</param>
public sealed record RevokedTime(DateTimeOffset From, DateTimeOffset? Until);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeviceRecord))]
internal sealed partial class DeviceJson : JsonSerializerContext;
