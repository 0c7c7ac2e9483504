using System.Text.Json;

namespace CloudCctv.Detection.Cards;

/// <summary>Reads and writes model cards. Every fault is one line: file, key, what is right.</summary>
public static class CardFile
{
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Where the card of a model lies: beside it, with the ending .json.</summary>
    public static string PathFor(string modelPath) => Path.ChangeExtension(modelPath, ".json");

    /// <summary>The card as a file, UTF-8; <see cref="Parse"/> reads it again.</summary>
    public static byte[] ToJson(ModelCard card) => JsonSerializer.SerializeToUtf8Bytes(card, CardJson.Default.ModelCard);

    /// <summary>Reads a card.</summary>
    /// <param name="json">The file's text, UTF-8.</param>
    /// <param name="source">What messages call it: the path.</param>
    /// <exception cref="ModelException">It is no JSON, a key is unknown, missing or of the wrong kind, or values contradict each other.</exception>
    public static ModelCard Parse(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Reading);
            if (CardShape.Problem(document.RootElement, CardJson.Default.ModelCard) is { } misshapen)
            {
                throw new ModelException($"{source}: {misshapen}.");
            }

            var card = document.RootElement.Deserialize(CardJson.Default.ModelCard)!;
            return CardRules.Problem(card) is { } problem ? throw new ModelException($"{source}: {problem}.") : card;
        }
        catch (JsonException exception)
        {
            var key = exception.Path?.TrimStart('$', '.');
            throw new ModelException($"{source}: {(string.IsNullOrEmpty(key) ? "not JSON" : key)}: {exception.Message.TrimEnd('.')}.", exception);
        }
    }
}
