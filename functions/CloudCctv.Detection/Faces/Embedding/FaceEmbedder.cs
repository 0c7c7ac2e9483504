using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.InteropServices;
using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Inference;
using CloudCctv.Detection.Preprocessing;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Faces.Embedding;

/// <summary>
/// Describes faces by an ONNX model of the family <c>embedding</c>. Vectors are compared by the cosine of the angle between
/// them; the card's <c>minScore</c> is the cosine from which they are one person's. Safe for any number of threads.
/// </summary>
public sealed class FaceEmbedder : IFaceDescriber
{
    private readonly OnnxModel model;
    private readonly InputPlan plan;
    private readonly ConcurrentBag<Bench> idle = [];

    private FaceEmbedder(OnnxModel model, int side)
    {
        (this.model, SidePixels) = (model, side);
        plan = InputPlan.For(new JpegHeader(side, side), model.Card.Input, side);
    }

    public string Method => $"{model.Card.Name}-{model.Card.Sha256[..16]}";

    public int SidePixels { get; }

    public double SameFrom => model.Card.MinScore;

    /// <exception cref="ModelException">The model or its card is missing, unreadable or wrong, or is of another family.</exception>
    public static FaceEmbedder Open(string path)
    {
        var model = OnnxModel.Open(path, new DetectorOptions());
        if (Problem(model.Card) is { } problem)
        {
            model.Dispose();
            throw new ModelException($"{path}: {problem}");
        }

        return new FaceEmbedder(model, model.Card.Input.Size!.Width);
    }

    public byte[] Describe(ReadOnlySpan<byte> rgb)
    {
        var bench = idle.TryTake(out var kept) ? kept : new Bench(new TensorWriter(model.Card.Input), model.Bind());
        try
        {
            bench.Writer.Write(rgb, plan, bench.Bound.Input(plan.Model));
            using var outputs = bench.Bound.Run();
            return MemoryMarshal.AsBytes<float>(UnitLength(outputs.Values(0))).ToArray();
        }
        finally
        {
            idle.Add(bench);
        }
    }

    public double Likeness(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        ReadOnlySpan<float> one = MemoryMarshal.Cast<byte, float>(a), other = MemoryMarshal.Cast<byte, float>(b);
        return one.Length == other.Length ? Math.Clamp(Product(one, other), 0, 1) : 0;
    }

    public void Dispose()
    {
        while (idle.TryTake(out var bench))
        {
            bench.Bound.Dispose();
        }

        model.Dispose();
    }

    private static string? Problem(ModelCard card) =>
        card.Output.Family != EmbeddingDecoder.Name ? $"the card's family is {card.Output.Family}; to tell people apart a model of the family {EmbeddingDecoder.Name} is needed."
        : card.Input.Size is not { } size || size.Width != size.Height ? "input.size: a model of the family embedding needs one square size."
        : null;

    private float[] UnitLength(ReadOnlySpan<float> values)
    {
        var length = Math.Sqrt(Product(values, values));
        if (!(length > 0 && double.IsFinite(length)))
        {
            throw new ModelException($"{model.File}: the model gave a vector of length {length}.");
        }

        var unit = values.ToArray();
        for (var i = 0; i < unit.Length; i++)
        {
            unit[i] = (float)(unit[i] / length);
        }

        return unit;
    }

    private static double Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        var total = (double)Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }

    private sealed record Bench(TensorWriter Writer, BoundModel Bound);
}
