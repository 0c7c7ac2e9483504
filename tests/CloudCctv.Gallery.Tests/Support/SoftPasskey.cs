using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CloudCctv.Gallery.Tests.Support;

/// <summary>
/// An authenticator and its browser without either: ES256, no attestation (Web Authentication 3, sections 5.8.1, 6.1, 6.5). What
/// it tells of itself can be set, and is then signed as told.
/// </summary>
internal sealed class SoftPasskey(string origin) : IDisposable
{
    /// <summary>Somebody was there, and was known to be the right one.</summary>
    public const byte Verified = 0x05;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    public string Origin { get; set; } = origin;

    public string? TopOrigin { get; set; }

    public bool CrossOrigin { get; set; }

    /// <summary>For whom the authenticator signs; null for whom it was asked.</summary>
    public string? Party { get; set; }

    public byte Flags { get; set; } = Verified;

    /// <summary>How often it has signed; null for one that does not count.</summary>
    public uint? Count { get; set; } = 0;

    public string? Type { get; set; }

    /// <summary>Whom it was made for.</summary>
    public byte[]? Handle { get; set; }

    /// <summary>Changes a part of an answer after it was signed.</summary>
    public Func<string, byte[], byte[]> Tamper { get; set; } = (_, bytes) => bytes;

    /// <param name="asked">Options for <c>navigator.credentials.create</c>.</param>
    public string Create(JsonElement asked)
    {
        Handle = Base64Url.DecodeFromChars(asked.GetProperty("user").GetProperty("id").GetString());
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. q.X!, 0x22, 0x58, 0x20, .. q.Y!];
        byte[] told = [.. Head(Party ?? asked.GetProperty("rp").GetProperty("id").GetString()!, (byte)(Flags | 0x40)), .. new byte[16], 0, (byte)Id.Length, .. Id, .. cose];
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x59, (byte)(told.Length >> 8), (byte)told.Length, .. told];
        return Answer(new { clientDataJSON = Part("clientData", ClientData("webauthn.create", asked)), attestationObject = Part("attestation", attestation), transports = new[] { "internal", "pigeon" } });
    }

    /// <param name="asked">Options for <c>navigator.credentials.get</c>.</param>
    public string Get(JsonElement asked)
    {
        Count += 1;
        var told = Head(Party ?? asked.GetProperty("rpId").GetString()!, Flags);
        var client = ClientData("webauthn.get", asked);
        var signature = key.SignData([.. told, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new
        {
            clientDataJSON = Part("clientData", client),
            authenticatorData = Part("authenticatorData", told),
            signature = Part("signature", signature),
            userHandle = Handle is null ? null : Part("userHandle", Handle),
        });
    }

    public void Dispose() => key.Dispose();

    private byte[] Head(string party, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count ?? 0);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(party)), flags, .. count];
    }

    private byte[] ClientData(string type, JsonElement asked) => JsonSerializer.SerializeToUtf8Bytes(TopOrigin is null
        ? new Dictionary<string, object> { ["type"] = Type ?? type, ["challenge"] = asked.GetProperty("challenge").GetString()!, ["origin"] = Origin, ["crossOrigin"] = CrossOrigin }
        : new Dictionary<string, object> { ["type"] = Type ?? type, ["challenge"] = asked.GetProperty("challenge").GetString()!, ["origin"] = Origin, ["crossOrigin"] = CrossOrigin, ["topOrigin"] = TopOrigin });

    private string Part(string name, byte[] bytes) => Base64Url.EncodeToString(Tamper(name, [.. bytes]));

    private string Answer(object response)
    {
        var id = Part("id", Id);
        return JsonSerializer.Serialize(new { id, rawId = id, type = "public-key", clientExtensionResults = new { }, response });
    }
}
