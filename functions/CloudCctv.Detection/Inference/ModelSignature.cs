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
        long height = input.Size?.Height ?? TensorShape.Any, width = input.Size?.Width ?? TensorShape.Any;
        var isNhwc = input.Layout == TensorLayout.Nhwc;
        var wanted = isNhwc ? new TensorShape(1, height, width, 3) : new TensorShape(1, 3, height, width);
        var type = input.Type == TensorType.Byte ? "uint8" : Float32;
        var says = $"the card says one input '{input.Name}' {type} {wanted}";
        if (inputs.Count != 1 || !inputs.TryGetValue(input.Name, out var found))
        {
            return $"{says}; the model takes {Names(inputs)}";
        }

        // A card that leaves the size open needs a model that does: the other way round is fine.
        var shape = Shape(found);
        var isOpen = input.Size is not null
            || (shape.Rank == 4 && shape[isNhwc ? 1 : 2] == TensorShape.Any && shape[isNhwc ? 2 : 3] == TensorShape.Any);
        return TypeOf(found) == type && wanted.Accepts(shape) && isOpen
            ? null
            : $"{says}; the model takes {TypeOf(found)} {shape}";
    }

    private static string? OutputsProblem(IReadOnlyDictionary<string, NodeMetadata> outputs, ModelCard card)
    {
        var expected = OutputDecoders.For(card).Shapes(card.Input.Size);
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
