using CloudCctv.Detection.Decoders;

namespace CloudCctv.Detection.Tests.Decoders;

/// <summary>Tensors that no model made.</summary>
internal sealed class HandBuiltTensors(params (long[] Shape, float[] Values)[] outputs) : IOutputTensors
{
    public int Count => outputs.Length;

    /// <summary>Every number between the two bounds, the same for the same seed.</summary>
    public static HandBuiltTensors Random(int seed, float from, float to, params long[][] shapes)
    {
        var random = new Random(seed);
        return new([.. shapes.Select(shape => (shape, Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b))
            .Select(_ => from + (random.NextSingle() * (to - from)))
            .ToArray()))]);
    }

    public ReadOnlySpan<float> Values(int output) => outputs[output].Values;

    public TensorShape Shape(int output) => new(outputs[output].Shape);

    /// <summary>One number, by its place in each dimension.</summary>
    public double At(int output, params int[] place)
    {
        var index = 0L;
        for (var dimension = 0; dimension < place.Length; dimension++)
        {
            index = (index * outputs[output].Shape[dimension]) + place[dimension];
        }

        return outputs[output].Values[index];
    }
}
