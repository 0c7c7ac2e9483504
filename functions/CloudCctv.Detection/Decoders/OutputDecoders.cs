namespace CloudCctv.Detection.Decoders;

/// <summary>The families of models that can be read.</summary>
public static class OutputDecoders
{
    private static readonly IOutputDecoder[] All = [new YoloV8Decoder(), new YoloXDecoder()];

    public static IEnumerable<string> Families => All.Select(decoder => decoder.Family);

    /// <summary>The decoder of a family, or null.</summary>
    public static IOutputDecoder? Find(string family) => Array.Find(All, decoder => decoder.Family == family);
}
