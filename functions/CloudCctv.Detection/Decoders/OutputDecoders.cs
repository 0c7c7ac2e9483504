using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Faces.Embedding;

namespace CloudCctv.Detection.Decoders;

/// <summary>The families of models that can be read.</summary>
public static class OutputDecoders
{
    private static readonly DecoderFamily[] All =
    [
        YoloV8Decoder.Family,
        YoloXDecoder.Family,
        YoloV3Decoder.Family,
        NanoDetDecoder.Family,
        FastestDetDecoder.Family,
        DetectionOutputDecoder.Family,
        TensorFlowSsdDecoder.Family,
        RawSsdDecoder.Family,
        YuNetDecoder.Family,
        EmbeddingDecoder.Family,
    ];

    public static IEnumerable<string> Families => All.Select(family => family.Name);

    /// <summary>The decoder for a card that <see cref="CardFile"/> has checked.</summary>
    public static IOutputDecoder For(ModelCard card) => Array.Find(All, family => family.Name == card.Output.Family)!.Create(card);

    /// <summary>What is wrong with a card's output of a known family, as <c>key: what is right</c>; null when nothing is.</summary>
    internal static string? Problem(ModelOutput output)
    {
        var family = Array.Find(All, family => family.Name == output.Family)!;
        foreach (var (key, isGiven, problem) in Options(output))
        {
            if (isGiven && !family.Keys.Contains(key))
            {
                return $"output.{key}: family {family.Name} does not read it";
            }

            if (!isGiven && family.NeededKeys.Contains(key))
            {
                return $"output.{key}: missing; family {family.Name} needs it";
            }

            if (problem is not null)
            {
                return $"output.{key}: {problem}";
            }
        }

        var outputs = family.Outputs(output);
        return output.Names.Count == outputs ? null : $"output.names: {output.Names.Count} names; family {family.Name} reads {outputs}";
    }

    private static IEnumerable<(string Key, bool IsGiven, string? Problem)> Options(ModelOutput output) =>
    [
        ("strides", output.Strides is not null, output.Strides is null or { Count: >= 1 and <= 8 } && output.Strides?.All(stride => stride is >= 1 and <= 1024) != false
            ? null
            : "one to eight numbers from 1 to 1024 are needed"),
        ("anchors", output.Anchors is not null, AnchorProblem(output)),
        ("firstClass", output.FirstClass is not null, output.FirstClass is null or (>= 0 and <= 100) ? null : $"{output.FirstClass} is outside 0 to 100"),
        ("channelsLast", output.ChannelsLast is not null, null),
    ];

    private static string? AnchorProblem(ModelOutput output) =>
        output.Anchors is not { } anchors ? null
        : anchors.Count != output.Names.Count ? $"{anchors.Count} lists for {output.Names.Count} outputs"
        : output.Strides is { } strides && strides.Count != anchors.Count ? $"{anchors.Count} lists for {strides.Count} strides"
        : anchors.All(list => list is { Count: >= 2 and <= 32 } && list.Count % 2 == 0 && list.All(side => side > 0)) ? null
        : "each list is width, height, width, height, … in pixels, above 0";
}
