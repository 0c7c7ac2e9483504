using CloudCctv.Detection.Decoders;

namespace CloudCctv.Detection.Tests.Decoders;

internal sealed class HandBuiltTensors(params (long[] Shape, float[] Values)[] outputs) : IOutputTensors
{
    public ReadOnlySpan<float> Values(int output) => outputs[output].Values;

    public TensorShape Shape(int output) => new(outputs[output].Shape);
}
