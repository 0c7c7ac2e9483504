using CloudCctv.Detection.Decoders;

namespace CloudCctv.Detection.Cards;

/// <summary>What must hold between the values of a card, so that nothing wrong reaches native code.</summary>
internal static class CardRules
{
    private const int MaxSide = 4096;

    /// <summary>The first thing that is wrong, as <c>key: what is right</c>; null when nothing is.</summary>
    public static string? Problem(ModelCard card)
    {
        var input = card.Input;
        return First(
            (card.Name.Length > 0, "name: must not be empty"),
            (card.Sha256.Length == 64 && card.Sha256.All(char.IsAsciiHexDigit), $"sha256: '{card.Sha256}' is not 64 hexadecimal digits"),
            (card.Labels.Count > 0 && card.Labels.All(label => !string.IsNullOrEmpty(label)), "labels: at least one is needed, and none may be empty"),
            (card.MinScore is >= 0 and <= 1, $"minScore: {card.MinScore} is outside 0 to 1"),
            (card.NmsIou is > 0 and <= 1, $"nmsIou: {card.NmsIou} is outside 0 to 1"),
            (card.Output.Names.Count > 0 && card.Output.Names.All(name => !string.IsNullOrEmpty(name)), "output.names: at least one is needed, and none may be empty"),
            (OutputDecoders.Families.Contains(card.Output.Family), $"output.family: '{card.Output.Family}' is not one of {string.Join(", ", OutputDecoders.Families)}"),
            (input.Padding is >= 0 and <= 255, $"input.padding: {input.Padding} is outside 0 to 255"))
            ?? SizeProblem(input)
            ?? NormalisationProblem(input)
            ?? OutputDecoders.Problem(card.Output);
    }

    private static string? SizeProblem(ModelInput input) => First(
        (input.Size is null == input.MultipleOf is not null && input.MultipleOf is null == input.LongSide is null, "input: needs either size, or multipleOf and longSide"),
        (input.Size is null or { Width: >= 8 and <= MaxSide, Height: >= 8 and <= MaxSide }, $"input.size: {input.Size} is outside 8×8 to {MaxSide}×{MaxSide}"),
        (input.MultipleOf is null or (>= 1 and <= 256), $"input.multipleOf: {input.MultipleOf} is outside 1 to 256"),
        (input.LongSide is null or (>= 32 and <= MaxSide), $"input.longSide: {input.LongSide} is outside 32 to {MaxSide}"),
        (input.Placement != Placement.Stretch || input.Size is not null, "input.placement: stretch needs size"));

    private static string? NormalisationProblem(ModelInput input) => First(
        (input.Range is null == input.Mean is not null && input.Mean is null == input.Std is null, "input: needs either range, or mean and std"),
        (input.Range is null || (input.Range.Count == 2 && input.Range[0] < input.Range[1]), "input.range: must be two ascending numbers, such as [0, 1]"),
        (input.Type != TensorType.Byte || input.Range is [0, 255], "input.type: uint8 needs range [0, 255]"),
        (input.Mean is null or { Count: 3 }, "input.mean: must be three numbers, one per plane"),
        (input.Std is null || (input.Std.Count == 3 && input.Std.All(value => value > 0)), "input.std: must be three numbers above 0, one per plane"));

    private static string? First(params ReadOnlySpan<(bool Holds, string Problem)> rules)
    {
        foreach (var (holds, problem) in rules)
        {
            if (!holds)
            {
                return problem;
            }
        }

        return null;
    }
}
