using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Decoders;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CloudCctv.Detection.Inference;

/// <summary>What one run gave, in memory of the runtime; gone once disposed.</summary>
internal sealed class OutputTensors(IDisposableReadOnlyCollection<OrtValue> values) : IOutputTensors, IDisposable
{
    private readonly TensorShape[] shapes = [.. values.Select(value => new TensorShape(value.GetTensorTypeAndShape().Shape))];

    public ReadOnlySpan<float> Values(int output) => values[output].GetTensorDataAsSpan<float>();

    public TensorShape Shape(int output) => shapes[output];

    /// <summary>Where an output is not what the decoder reads; null when all are.</summary>
    public string? Problem(IReadOnlyList<TensorShape> expected, ModelCard card)
    {
        for (var output = 0; output < expected.Count; output++)
        {
            var isFloat = values[output].GetTensorTypeAndShape().ElementDataType == TensorElementType.Float;
            if (!isFloat || !expected[output].Accepts(shapes[output]))
            {
                return ModelSignature.OutputProblem(card, output, expected[output], isFloat ? "float32" : "another type", shapes[output]);
            }
        }

        return null;
    }

    public void Dispose() => values.Dispose();
}
