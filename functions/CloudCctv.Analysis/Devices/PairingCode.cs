using System.Security.Cryptography;
using System.Text;

namespace CloudCctv.Analysis.Devices;

/// <summary>
/// What a person carries from the server to the device: 80 random bits, so that its hash in the store gives nothing away,
/// in letters and digits that cannot be mistaken for each other (Crockford's base 32).
/// </summary>
public static class PairingCode
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string Generate() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4)));

    /// <summary>Of a code as somebody typed it: hyphens, spaces and capitals do not count.</summary>
    public static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Concat(code.Where(c => c != '-' && !char.IsWhiteSpace(c))).ToLowerInvariant())));
}
