using System.Security.Cryptography;

namespace CloudCctv.Gallery.Access.Users;

/// <summary>What is kept of a password: PBKDF2 with HMAC-SHA256 (RFC 8018), as many rounds as OWASP's Password Storage Cheat Sheet asks for.</summary>
/// <param name="Salt">16 random bytes.</param>
/// <param name="Rounds">How often; kept, so that more can be asked of new ones.</param>
/// <param name="Hash">32 bytes.</param>
public sealed record PasswordHash(byte[] Salt, int Rounds, byte[] Hash)
{
    public const int CurrentRounds = 600_000;

    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    public static PasswordHash Of(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(salt, CurrentRounds, Derive(password, salt, CurrentRounds));
    }

    /// <summary>Takes as long whatever was given: a good part of a second on a small computer.</summary>
    public bool Matches(string password) => CryptographicOperations.FixedTimeEquals(Derive(password, Salt, Rounds), Hash);

    // A record prints its properties; these are for guessing.
    public override string ToString() => "(password)";

    private static byte[] Derive(string password, byte[] salt, int rounds) => Rfc2898DeriveBytes.Pbkdf2(password, salt, rounds, HashAlgorithmName.SHA256, HashBytes);
}
