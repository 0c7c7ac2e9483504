using CloudCctv.Detection.Decoders;
using CloudCctv.Detection.Preprocessing;
using CloudCctv.Imaging.Jpeg;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

/// <summary>Everything one frame in flight needs, kept from frame to frame so that none is allocated anew. One thread at a time.</summary>
internal sealed class Workbench(OnnxModel model, int longSide) : IDisposable
{
    private readonly JpegDecoder decoder = new();
    private readonly TensorWriter writer = new(model.Card.Input);
    private readonly InputTensor input = new(model.Card.Input);
    private readonly RunOptions runOptions = new();
    private readonly List<Candidate> candidates = [];
    private byte[] pixels = [];
    private InputPlan? plan;

    /// <inheritdoc cref="IDetector.Detect"/>
    public IReadOnlyList<DetectedObject> Detect(ReadOnlySpan<byte> jpeg, float minScore)
    {
        var header = decoder.ReadHeader(jpeg);
        if (plan?.Source != header)
        {
            plan = InputPlan.For(header, model.Card.Input, longSide);
        }

        PrepareInput(jpeg, plan);
        candidates.Clear();
        using (var outputs = model.Run(input, plan.Model, runOptions))
        {
            model.Decoder.Decode(outputs, plan.Model, minScore, candidates);
        }

        NonMaximumSuppression.Apply(candidates, model.Card.NmsIou);
        return Place(plan);
    }

    public void Dispose()
    {
        decoder.Dispose();
        input.Dispose();
        runOptions.Dispose();
    }

    private void PrepareInput(ReadOnlySpan<byte> jpeg, InputPlan current)
    {
        var bytes = checked((int)(current.Decoded.Pixels * 3));
        if (pixels.Length < bytes)
        {
            pixels = GC.AllocateUninitializedArray<byte>(bytes);
        }

        decoder.DecodeRgb(jpeg, current.JpegScale, pixels, smoothColour: false);
        writer.Write(pixels.AsSpan(0, bytes), current, input.Resize(current.Model));
        input.Complete();
    }

    private DetectedObject[] Place(InputPlan current)
    {
        var found = new List<DetectedObject>(candidates.Count);
        foreach (var candidate in candidates)
        {
            var inPicture = current.Letterbox.ToImage(candidate.Box).ClippedTo(current.Source.Width, current.Source.Height);
            if (inPicture is { Width: > 0, Height: > 0 })
            {
                found.Add(new(model.Card.Labels[candidate.Label], Math.Min(candidate.Score, 1), inPicture)
                {
                    Landmarks = candidate.Landmarks?.Map(current.Letterbox.ToImagePoint),
                });
            }
        }

        return [.. found];
    }
}
