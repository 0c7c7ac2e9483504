using System.Text.Json;
using CloudCctv.Detection;
using CloudCctv.Detection.Cards;

namespace CloudCctv.SelfHost.Models;

/// <summary>One file that may be downloaded: from where, and what must come.</summary>
internal sealed record ModelPin
{
    /// <summary>No model that we can use is larger.</summary>
    public const long MaxBytes = 1L << 30;

    public required string Name { get; init; }

    public required Uri Url { get; init; }

    /// <summary>Exact length.</summary>
    public required long Bytes { get; init; }

    /// <summary>64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public required string Licence { get; init; }

    /// <summary>For models that the program does not know by their hash.</summary>
    public JsonElement? Card { get; init; }

    /// <exception cref="ModelException">There is none, or it is wrong or another file's.</exception>
    public ModelCard FindCard(string source)
    {
        var card = Card is { } json
            ? CardFile.Parse(JsonSerializer.SerializeToUtf8Bytes(json, PinJson.Default.JsonElement), $"{source}: {Name}: card")
            : CardCatalogue.Find(Sha256) ?? throw new ModelException($"{source}: {Name}: card: missing; the program knows no model with SHA-256 {Sha256}.");
        return card.Name != Name ? throw new ModelException($"{source}: {Name}: the card is called '{card.Name}'.")
            : card.Sha256.Equals(Sha256, StringComparison.OrdinalIgnoreCase) ? card
            : throw new ModelException($"{source}: {Name}: the card says SHA-256 {card.Sha256}, the entry {Sha256}.");
    }

    /// <summary>The first thing that is wrong, as <c>key: what is right</c>; null when nothing is.</summary>
    public string? Problem() =>
        !ModelFolder.IsName(Name) ? $"name: '{Name}' is not 1 to 64 letters, digits, dots, dashes or underscores"
        : !Url.IsAbsoluteUri || (Url.Scheme != Uri.UriSchemeHttps && Url.Scheme != Uri.UriSchemeHttp) ? $"url: '{Url}' is not an http or https address"
        : Url.UserInfo.Length > 0 ? "url: must not contain a password"
        : Bytes is < 1 or > MaxBytes ? $"bytes: {Bytes} is outside 1 to {MaxBytes}"
        : Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigit) ? $"sha256: '{Sha256}' is not 64 hexadecimal digits"
        : null;
}
