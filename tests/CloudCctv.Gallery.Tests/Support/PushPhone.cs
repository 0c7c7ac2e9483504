using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CloudCctv.Gallery.Tests.Support;

/// <summary>The keys that a browser makes when it subscribes, and what it does with a message (RFC 8291, RFC 8188).</summary>
internal sealed class PushPhone : IDisposable
{
    private readonly ECDiffieHellman key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] auth = RandomNumberGenerator.GetBytes(16);

    public string P256dh => Base64Url.EncodeToString(Point);

    public string Auth => Base64Url.EncodeToString(auth);

    private byte[] Point
    {
        get
        {
            var q = key.ExportParameters(includePrivateParameters: false).Q;
            return [4, .. q.X!, .. q.Y!];
        }
    }

    public string Read(byte[] body)
    {
        var (salt, sender, sealedText) = (body[..16], body[21..86], body[86..]);
        using var other = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] } });
        using var publicKey = other.PublicKey;
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.DeriveRawSecretAgreement(publicKey), 32, auth, [.. "WebPush: info\0"u8, .. Point, .. sender]);
        using var aes = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 16, salt, [.. "Content-Encoding: aes128gcm\0"u8]), tagSizeInBytes: 16);
        var plain = new byte[sealedText.Length - 16];
        aes.Decrypt(HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 12, salt, [.. "Content-Encoding: nonce\0"u8]), sealedText.AsSpan(..^16), sealedText.AsSpan(^16..), plain);
        Assert.Equal(2, plain[^1]);
        return Encoding.UTF8.GetString(plain.AsSpan(..^1));
    }

    public void Dispose() => key.Dispose();
}
