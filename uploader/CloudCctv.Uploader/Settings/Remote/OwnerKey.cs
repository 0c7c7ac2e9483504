using System.Security.Cryptography;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>
/// The owner's signature of settings: ES256 (ECDSA on P-256 with SHA-256, RFC 7518 section 3.4) over the bytes of the file,
/// as base64. The public key is SubjectPublicKeyInfo (RFC 5280) in base64, one line; the private key a PEM file.
/// </summary>
internal static class OwnerKey
{
    public static (string PrivatePem, string PublicKey) Generate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (key.ExportPkcs8PrivateKeyPem() + "\n", Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()));
    }

    /// <exception cref="SettingsException">The text is no private key of P-256.</exception>
    public static string Sign(ReadOnlySpan<byte> content, string privatePem, string file)
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(privatePem);
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            throw new SettingsException($"{file}: holds no private key; it must be a PEM file as 'cctv-uploader settings keygen' writes it.", exception);
        }

        return key.KeySize == 256
            ? Convert.ToBase64String(key.SignData(content, HashAlgorithmName.SHA256))
            : throw new SettingsException($"{file}: holds a key of {key.KeySize} bits; it must be one of P-256, as 'cctv-uploader settings keygen' writes it.");
    }

    /// <returns>False if the signature is missing, of another key, or of other bytes.</returns>
    public static bool Verify(ReadOnlySpan<byte> content, string? signature, string publicKey)
    {
        var bytes = new byte[128];
        using var key = Import(publicKey);
        return key is not null && signature is not null
            && Convert.TryFromBase64String(signature.Trim(), bytes, out var length)
            && key.VerifyData(content, bytes.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    public static bool IsPublicKey(string text)
    {
        using var key = Import(text);
        return key is { KeySize: 256 };
    }

    private static ECDsa? Import(string text)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(text), out _);
            return key;
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }
}
