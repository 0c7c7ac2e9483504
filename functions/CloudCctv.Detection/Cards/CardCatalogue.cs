using System.Reflection;

namespace CloudCctv.Detection.Cards;

/// <summary>
/// The cards of published models, by the SHA-256 of their .onnx files; one that we could not try says so in its <c>about</c>. They are the JSON files in the folder
/// <c>Cards/Known</c>; a new file there is a new entry.
/// </summary>
public static class CardCatalogue
{
    private static readonly Lazy<Dictionary<string, ModelCard>> Cards = new(Load);

    public static IReadOnlyCollection<ModelCard> All => Cards.Value.Values;

    /// <summary>The card of the file with this hash, or null.</summary>
    /// <param name="sha256">64 hexadecimal digits, in either case.</param>
    public static ModelCard? Find(string sha256) => Cards.Value.GetValueOrDefault(sha256);

    private static Dictionary<string, ModelCard> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".json", StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .ToDictionary(card => card.Sha256, StringComparer.OrdinalIgnoreCase);
    }

    private static ModelCard Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return CardFile.Parse(content.ToArray(), resource);
    }
}
