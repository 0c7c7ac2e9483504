using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

/// <summary>Compares what a model says of its inputs and outputs with what its card says.</summary>
internal static class ModelSignature
{
    private const string Float32 = "float32";

    /// <summary>The first difference, naming both sides; null when they agree as far as the model tells.</summary>
    public static string? Problem(InferenceSession session, ModelCard card) =>
        InputProblem(session.InputMetadata, card.Input) ?? OutputsProblem(session.OutputMetadata, card);

    public static string OutputProblem(ModelCard card, int output, TensorShape expected, string type, TensorShape actual) =>
        $"the card says output '{card.Output.Names[output]}' of family {card.Output.Family} with {card.Labels.Count} labels, {Float32} {expected}; the model gives {type} {actual}";

    private static string? InputProblem(IReadOnlyDictionary<string, NodeMetadata> inputs, ModelInput input)
    {
        var wanted = new TensorShape(1, 3, input.Size?.Height ?? TensorShape.Any, input.Size?.Width ?? TensorShape.Any);
        var says = $"the card says one input '{input.Name}' {Float32} {wanted}";
        if (inputs.Count != 1 || !inputs.TryGetValue(input.Name, out var found))
        {
            return $"{says}; the model takes {Names(inputs)}";
        }

        // A card that leaves the size open needs a model that does: the other way round is fine.
        var shape = Shape(found);
        var isOpen = input.Size is not null || (shape.Rank == 4 && shape[2] == TensorShape.Any && shape[3] == TensorShape.Any);
        return TypeOf(found) == Float32 && wanted.Accepts(shape) && isOpen
            ? null
            : $"{says}; the model takes {TypeOf(found)} {shape}";
    }

    private static string? OutputsProblem(IReadOnlyDictionary<string, NodeMetadata> outputs, ModelCard card)
    {
        var decoder = OutputDecoders.Find(card.Output.Family)!;
        var expected = decoder.Shapes(card.Labels.Count, card.Input.Size);
        if (card.Output.Names.Count != expected.Count)
        {
            return $"the card names {card.Output.Names.Count} outputs; family {decoder.Family} has {expected.Count}";
        }

        for (var i = 0; i < expected.Count; i++)
        {
            if (!outputs.TryGetValue(card.Output.Names[i], out var found))
            {
                return $"the card says output '{card.Output.Names[i]}'; the model gives {Names(outputs)}";
            }

            if (TypeOf(found) != Float32 || !expected[i].Accepts(Shape(found)))
            {
                return OutputProblem(card, i, expected[i], TypeOf(found), Shape(found));
            }
        }

        return null;
    }

    private static TensorShape Shape(NodeMetadata node) =>
        node.IsTensor ? new([.. node.Dimensions.Select(length => (long)length)]) : new();

    private static string TypeOf(NodeMetadata node) => node.IsTensor && node.ElementType == typeof(float) ? Float32
        : node.IsTensor ? node.ElementDataType.ToString().ToLowerInvariant()
        : "no tensor";

    private static string Names(IReadOnlyDictionary<string, NodeMetadata> nodes) => string.Join(", ", nodes.Keys.Select(name => $"'{name}'"));
}
