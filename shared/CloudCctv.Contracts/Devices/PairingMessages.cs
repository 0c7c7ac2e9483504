using System.Text.Json.Serialization;

namespace CloudCctv.Contracts.Devices;

/// <param name="Code">The pairing code, as a person typed it.</param>
/// <param name="PublicKey">The device's own key: SubjectPublicKeyInfo of P-256, base64.</param>
public sealed record PairingRequest(string Code, string PublicKey);

/// <param name="Device">What the device is called.</param>
/// <param name="Site">The place that its batches must name.</param>
/// <param name="Cameras">The cameras that they may name; empty for any.</param>
public sealed record PairingAnswer(string Device, string Site, IReadOnlyList<string> Cameras);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PairingRequest))]
[JsonSerializable(typeof(PairingAnswer))]
public sealed partial class PairingJson : JsonSerializerContext;
