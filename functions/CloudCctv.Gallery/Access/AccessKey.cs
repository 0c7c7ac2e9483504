using System.Security.Cryptography;
using System.Text;

namespace CloudCctv.Gallery.Access;

/// <summary>The secret that opens the gallery. Never part of a URL, a log or a message.</summary>
public sealed class AccessKey
{
    /// <summary>Name of the setting or environment variable that holds it where no data folder does.</summary>
    public const string Variable = "CLOUDCCTV_ACCESS_KEY";

    public const int MinLength = 20;

    public const int MaxLength = 200;

    // Crockford's base 32: no letters that look like digits, for whoever types it from another screen.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    private readonly byte[] hash;

    private AccessKey(string text)
    {
        Text = text;
        hash = HashOf(text);
    }

    /// <summary>The key itself: for the file it is kept in and for the owner's eyes.</summary>
    public string Text { get; }

    /// <summary>A new one: 160 bits from the system's random generator, in eight groups of four.</summary>
    public static AccessKey Generate() =>
        new(string.Join('-', Enumerable.Range(0, 8).Select(_ => RandomNumberGenerator.GetString(Alphabet, 4))));

    /// <param name="text">A key from settings or a file; white space around it is not part of it.</param>
    /// <param name="source">Where it came from, for the message.</param>
    /// <exception cref="ArgumentException">It is missing or cannot be a secret; the message does not show it.</exception>
    public static AccessKey Parse(string? text, string source)
    {
        var key = text?.Trim() ?? "";
        var fault = key switch
        {
            { Length: < MinLength or > MaxLength } => $"has {key.Length} characters",
            _ when key.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) => "has white space in it",
            // What a setting holds when Key Vault has refused the app: a text that others can guess.
            _ when key.StartsWith("@Microsoft.KeyVault", StringComparison.OrdinalIgnoreCase) => "is a Key Vault reference that was not resolved",
            _ => null,
        };
        return fault is null
            ? new AccessKey(key)
            : throw new ArgumentException($"{source}: the access key {fault}; it must be {MinLength} to {MaxLength} characters that nobody can guess, without white space.");
    }

    /// <summary>Takes the same time whatever was given.</summary>
    public bool Matches(string? given) => CryptographicOperations.FixedTimeEquals(HashOf(given?.Trim() ?? ""), hash);

    /// <summary>32 bytes for another use, from which the key cannot be found.</summary>
    /// <param name="purpose">Each purpose has its own bytes.</param>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(Text), outputLength: 32, info: Encoding.UTF8.GetBytes(purpose));

    public override string ToString() => "(access key)";

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
