using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CloudCctv.Analysis.Alerts.WebPush;

/// <summary>
/// Encrypts a message so that only the browser can read it, and not the service that carries it: RFC 8291 (keys) over RFC 8188
/// (aes128gcm), in one record.
/// </summary>
internal static class PushEncryption
{
    /// <summary>Length of an uncompressed point of P-256.</summary>
    public const int PointBytes = 65;

    public const int AuthBytes = 16;

    private const int SaltBytes = 16;
    private const int TagBytes = 16;

    // Services must take 4096 bytes (RFC 8030 section 7.2); no need for more.
    private const int RecordBytes = 4096;

    private const int HeaderBytes = SaltBytes + sizeof(uint) + 1 + PointBytes;

    /// <summary>The most that fits beside header, delimiter and tag.</summary>
    public const int MaxPlainBytes = RecordBytes - HeaderBytes - 1 - TagBytes;

    /// <param name="plain">At most <see cref="MaxPlainBytes"/>.</param>
    /// <param name="receiver">The browser's key, an uncompressed point of P-256.</param>
    /// <param name="auth">The browser's secret, 16 bytes.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] receiver, byte[] auth)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(plain, receiver, auth, sender, RandomNumberGenerator.GetBytes(SaltBytes));
    }

    /// <summary>The same with a key pair and a salt that are given: each may be used once only.</summary>
    internal static byte[] Encrypt(ReadOnlySpan<byte> plain, byte[] receiver, byte[] auth, ECDiffieHellman sender, byte[] salt)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, MaxPlainBytes);
        var own = Point(sender.ExportParameters(includePrivateParameters: false));
        var secret = Agree(sender, receiver);

        // RFC 8291 section 3.4.
        var material = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, auth, [.. "WebPush: info\0"u8, .. receiver, .. own]);
        // RFC 8188 section 2.2 and 2.3; the number of the only record is 0, so that the nonce stays as it is.
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 16, salt, [.. "Content-Encoding: aes128gcm\0"u8]);
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, material, 12, salt, [.. "Content-Encoding: nonce\0"u8]);

        var body = new byte[HeaderBytes + plain.Length + 1 + TagBytes];
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(SaltBytes), RecordBytes);
        body[SaltBytes + sizeof(uint)] = PointBytes;
        own.CopyTo(body, HeaderBytes - PointBytes);

        // 2 says that this record is the last.
        byte[] padded = [.. plain, 2];
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, padded, body.AsSpan(HeaderBytes, padded.Length), body.AsSpan(HeaderBytes + padded.Length));
        return body;
    }

    /// <returns>The uncompressed form: 4, X, Y.</returns>
    internal static byte[] Point(ECParameters key) => [4, .. key.Q.X!, .. key.Q.Y!];

    /// <exception cref="CryptographicException">It is no point of the curve.</exception>
    internal static ECParameters Key(byte[] point) => point is { Length: PointBytes } and [4, ..]
        ? new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } }
        : throw new CryptographicException("Not an uncompressed point of P-256.");

    private static byte[] Agree(ECDiffieHellman sender, byte[] receiver)
    {
        using var other = ECDiffieHellman.Create(Key(receiver));
        using var publicKey = other.PublicKey;
        return sender.DeriveRawSecretAgreement(publicKey);
    }
}
