using System.Text.Json.Serialization;

namespace CloudCctv.Storage.Grants;

/// <summary>What a device may do for a while: URLs that each carry one right. All are secrets.</summary>
public sealed record DeviceGrants
{
    /// <summary>Create new blobs in the device's own container: not read, list, replace or delete.</summary>
    public required Uri Arrivals { get; init; }

    /// <summary>Add messages to the queue: not read, peek or delete. Null where the store itself reports what arrives.</summary>
    public Uri? Queue { get; init; }

    /// <summary>Write the device's heartbeat.</summary>
    public required Uri Heartbeat { get; init; }

    /// <summary>Read the device's settings from afar.</summary>
    public required Uri Settings { get; init; }

    /// <summary>Read the signature of these.</summary>
    public required Uri Signature { get; init; }

    /// <summary>Read which clips people would like to have; null from a server that knows no such wishes.</summary>
    public Uri? ClipWishes { get; init; }

    /// <summary>From now, rather than until when: the device's clock may be wrong.</summary>
    public required int LifetimeSeconds { get; init; }

    public override string ToString() => $"(credentials for {LifetimeSeconds} s)";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DeviceGrants))]
public sealed partial class GrantsJson : JsonSerializerContext;
