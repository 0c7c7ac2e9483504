using CloudCctv.Detection.Decoders;
using CloudCctv.Detection.Preprocessing;
using CloudCctv.Detection.SecondLook;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Inference;

/// <summary>Everything one frame in flight needs, kept from frame to frame so that none is allocated anew. One thread at a time.</summary>
internal sealed class Workbench(OnnxModel model, DetectorOptions options) : IDisposable
{
    private readonly JpegDecoder decoder = new();
    private readonly TensorWriter writer = new(model.Card.Input);
    private readonly BoundModel bound = model.Bind();
    private readonly CloserLook closer = new(model.Card, options);
    private readonly int longSide = options.LongSide ?? model.Card.Input.LongSide ?? 0;
    private readonly List<Candidate> candidates = [];
    private byte[] pixels = [];
    private InputPlan? plan;

    /// <inheritdoc cref="IDetector.Detect"/>
    public IReadOnlyList<DetectedObject> Detect(ReadOnlySpan<byte> jpeg, float minScore, ImageBox? attention)
    {
        var header = decoder.ReadHeader(jpeg);
        if (plan?.Source != header)
        {
            plan = InputPlan.For(header, model.Card.Input, longSide);
        }

        Decode(jpeg, plan);
        var found = Look(plan, minScore);
        var windows = closer.Windows(plan, found, attention);
        return windows.Count == 0 ? found : LookAgain(jpeg, found, windows, minScore);
    }

    public void Dispose()
    {
        decoder.Dispose();
        bound.Dispose();
    }

    private IReadOnlyList<DetectedObject> LookAgain(ReadOnlySpan<byte> jpeg, IReadOnlyList<DetectedObject> found, IReadOnlyList<InputPlan> windows, float minScore)
    {
        var findings = new Findings(model.Card.NmsIou);
        findings.Add(found, plan!, 0);
        if (windows[0].JpegScale != plan!.JpegScale)
        {
            Decode(jpeg, windows[0]);
        }

        for (var i = 0; i < windows.Count; i++)
        {
            findings.Add(Look(windows[i], minScore), windows[i], i + 1);
        }

        return findings.Merge();
    }

    private void Decode(ReadOnlySpan<byte> jpeg, InputPlan current)
    {
        var bytes = checked((int)(current.Decoded.Pixels * 3));
        if (pixels.Length < bytes)
        {
            pixels = GC.AllocateUninitializedArray<byte>(bytes);
        }

        decoder.DecodeRgb(jpeg, current.JpegScale, pixels, smoothColour: false);
    }

    /// <summary>Runs the model on what of the decoded picture the plan shows.</summary>
    private DetectedObject[] Look(InputPlan current, float minScore)
    {
        writer.Write(pixels, current, bound.Input(current.Model));
        candidates.Clear();
        using (var outputs = bound.Run())
        {
            model.Decoder.Decode(outputs, current.Model, minScore, candidates);
        }

        NonMaximumSuppression.Apply(candidates, model.Card.NmsIou);
        return Place(current);
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
