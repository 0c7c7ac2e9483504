using System.Security.Cryptography;
using System.Text;

namespace CloudCctv.Uploader.Live.Access;

/// <summary>The secret that opens the live page. Never part of a URL, a log or a message.</summary>
public sealed class LiveKey
{
    public const int MinLength = 20;

    public const int MaxLength = 200;

    // Crockford's base 32: no letters that look like digits, for whoever types it from another screen.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly byte[] hash;

    private LiveKey(string text)
    {
        Text = text;
        hash = HashOf(text);
    }

    /// <summary>The key itself: for the file it is kept in and for the owner's eyes.</summary>
    public string Text { get; }

    /// <summary>A new one: 160 bits from the system's random generator, in eight groups of four.</summary>
    public static LiveKey Generate() =>
        new(string.Join('-', Enumerable.Range(0, 8).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4))));

    /// <exception cref="InvalidDataException">The text cannot be a secret; the message does not show it.</exception>
    public static LiveKey Parse(string text, string file)
    {
        var key = text.Trim();
        return key.Length is >= MinLength and <= MaxLength && !key.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            ? new LiveKey(key)
            : throw new InvalidDataException($"{file} must hold {MinLength} to {MaxLength} characters without white space; delete the file, and a new key is made");
    }

    /// <summary>Takes the same time whatever was given.</summary>
    public bool Matches(string? given) => CryptographicOperations.FixedTimeEquals(HashOf(given?.Trim() ?? ""), hash);

    /// <summary>32 bytes for another use, from which the key cannot be found.</summary>
    /// <param name="purpose">Each purpose has its own bytes.</param>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Text), outputLength: 32, info: Encoding.UTF8.GetBytes(purpose));

    public override string ToString() => "(live key)";

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
