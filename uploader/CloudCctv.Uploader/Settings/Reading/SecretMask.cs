namespace CloudCctv.Uploader.Settings.Reading;

/// <summary>Takes out of a text what may be a password: user and query of addresses, and connection strings as a whole.</summary>
internal static class SecretMask
{
    private const string Masked = "***";

    private static readonly string[] SecretParts = ["AccountKey=", "SharedAccessSignature="];

    private static readonly string[] SecretKeys = ["password", "secret", "token", "passphrase"];

    public static string Of(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return SecretParts.Any(part => text.Contains(part, StringComparison.OrdinalIgnoreCase)) ? Masked : text;
        }

        var start = scheme + 3;
        // The last @, as a password that holds one, unescaped, is a frequent mistake.
        var at = text.LastIndexOf('@');
        var rest = at >= start ? Masked + text[at..] : text[start..];
        var query = rest.IndexOfAny(['?', '#']);
        return text[..start] + (query < 0 ? rest : rest[..(query + 1)] + Masked);
    }

    /// <summary>True for keys whose value is nobody else's business, whatever it looks like.</summary>
    public static bool IsSecret(string key) => SecretKeys.Any(secret => key.EndsWith(secret, StringComparison.OrdinalIgnoreCase));
}
