using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Access.Keys;

/// <summary>
/// Seals the keys of cookies under the access key (AES-256-GCM): who can read the store still cannot forge a session, and a
/// new access key ends all sessions.
/// </summary>
internal sealed class AccessKeyXmlEncryptor(AccessKey key) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var sealedBytes = KeySeal.Close(key, KeySeal.SessionKeys, Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedBytes)), typeof(AccessKeyXmlDecryptor));
    }
}

/// <summary>The counterpart, made by Data Protection from the type name that it finds beside a sealed key.</summary>
internal sealed class AccessKeyXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var opened = KeySeal.Open(services.GetRequiredService<AccessKey>(), KeySeal.SessionKeys, Convert.FromBase64String(encryptedElement.Value));
        return XElement.Parse(Encoding.UTF8.GetString(opened));
    }
}

/// <summary>Nonce, tag and ciphertext in one piece.</summary>
internal static class KeySeal
{
    public const string SessionKeys = "CloudCctv session keys 1";

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <param name="key">What it is sealed under.</param>
    /// <param name="purpose">What was sealed for one purpose opens for no other.</param>
    /// <param name="plain">What to seal.</param>
    public static byte[] Close(AccessKey key, string purpose, byte[] plain)
    {
        var whole = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key.Derive(purpose), TagBytes);
        aes.Encrypt(whole.AsSpan(0, NonceBytes), plain, whole.AsSpan(NonceBytes + TagBytes), whole.AsSpan(NonceBytes, TagBytes));
        return whole;
    }

    /// <exception cref="CryptographicException">Sealed under another key, or changed since.</exception>
    public static byte[] Open(AccessKey key, string purpose, byte[] whole)
    {
        if (whole.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The sealed key is cut off.");
        }

        var plain = new byte[whole.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key.Derive(purpose), TagBytes);
        aes.Decrypt(whole.AsSpan(0, NonceBytes), whole.AsSpan(NonceBytes + TagBytes), whole.AsSpan(NonceBytes, TagBytes), plain);
        return plain;
    }
}
