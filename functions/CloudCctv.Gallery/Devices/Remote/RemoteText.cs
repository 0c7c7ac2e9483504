using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CloudCctv.Gallery.Devices.Remote;

/// <summary>
/// Settings for one device as their owner's browser has signed them. What they say is checked by the device, as strictly as its
/// own file; here only what would be refused at once, or would hide that somebody changed it on the way.
/// </summary>
/// <param name="Text">The JSON, to the letter.</param>
/// <param name="Signature">ES256 (IEEE P1363) over its UTF-8, base64.</param>
/// <param name="PublicKey">Of the pair, SubjectPublicKeyInfo, base64.</param>
internal sealed partial record RemoteText(string Text, string Signature, string PublicKey)
{
    /// <summary>A device reads no more.</summary>
    public const int MaxBytes = 64 << 10;

    private static readonly string[] Known = ["for", "revision", "cameras", "batches", "upload"];

    /// <summary>As the heartbeat names settings that are in force: the start of the SHA-256.</summary>
    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    /// <returns>0 if it says none.</returns>
    public static int RevisionOf(string? text)
    {
        try
        {
            using var json = JsonDocument.Parse(text ?? "{}", new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return Number(json.RootElement, "revision") ?? 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }

    /// <summary>What to begin with: what is published, or nothing but the head, with the next revision.</summary>
    public static string Draft(string? published, string device)
    {
        var next = (long)RevisionOf(published) + 1;
        return published is { Length: > 0 } && RevisionOf(published) > 0
            ? RevisionPart().Replace(published, match => $"{match.Groups[1].Value}{next}", 1)
            : $$"""
                {
                  "for": "{{device}}",
                  "revision": 1,
                  "cameras": []
                }

                """;
    }

    /// <param name="device">SITE/DEVICE.</param>
    /// <param name="published">What they take the place of.</param>
    /// <returns>Why they cannot be published; null if nothing speaks against it.</returns>
    public string? FindFault(string device, string? published)
    {
        if (Encoding.UTF8.GetByteCount(Text) > MaxBytes)
        {
            return $"The settings have {Encoding.UTF8.GetByteCount(Text)} bytes; a device reads {MaxBytes} at most.";
        }

        try
        {
            using var json = JsonDocument.Parse(Text);
            return FaultOf(json.RootElement, device, RevisionOf(published)) ?? FaultOfSignature();
        }
        catch (JsonException exception)
        {
            return $"This is not JSON, which must be without comments here: {exception.Message}";
        }
    }

    private static string? FaultOf(JsonElement root, string device, int before)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return "The settings must be an object: { … }.";
        }

        if (root.EnumerateObject().FirstOrDefault(one => !Known.Contains(one.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } stranger)
        {
            return $"'{stranger.Name}' cannot be set from afar; {string.Join(", ", Known)} can.";
        }

        var named = root.TryGetProperty("for", out var target) && target.ValueKind == JsonValueKind.String ? target.GetString() : null;
        return named != device ? $"'for' is {(named is null ? "absent" : $"'{named}'")}; it must be '{device}'."
            : Number(root, "revision") is not { } revision || revision <= before ? $"'revision' must be a whole number above {before}, the last that was published."
            : null;
    }

    private static int? Number(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number > 0 ? number : null;

    private string? FaultOfSignature()
    {
        using var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(PublicKey), out _);
            return key.KeySize == 256 && key.VerifyData(Encoding.UTF8.GetBytes(Text), Convert.FromBase64String(Signature), HashAlgorithmName.SHA256)
                ? null
                : "The signature is not of this text.";
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            return "There is no signature with it. Signing takes place in the browser, with script and the file of your key.";
        }
    }

    [GeneratedRegex("(\"revision\"\\s*:\\s*)[0-9]+")]
    private static partial Regex RevisionPart();
}
