using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// What the <c>DetectionOutput</c> layer of Caffe's SSD gives, as in MobileNet-SSD and Intel's models: float32 [1, 1, N, 7], per
/// row the picture's number (below 0 ends the list), class, score, left, top, right, bottom, the last four as parts of the
/// input. (Liu et al., SSD, 2016; <c>detection_output_layer.cpp</c> of Caffe's SSD branch; OpenVINO, DetectionOutput-1.)
/// </summary>
public sealed class DetectionOutputDecoder(ModelCard card) : IOutputDecoder
{
    private const int Length = 7;

    private readonly int labels = card.Labels.Count;
    private readonly int firstClass = card.Output.FirstClass ?? 0;

    internal static DecoderFamily Family { get; } = new("ssd-detection-output", _ => 1, card => new DetectionOutputDecoder(card)) { Keys = ["firstClass"] };

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) => [new(1, 1, TensorShape.Any, Length)];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        // Written so that a NaN ends the list, too.
        for (var rows = outputs.Values(0); rows.Length >= Length && rows[0] >= 0; rows = rows[Length..])
        {
            if (rows[2] >= minScore && ClassNumber.ToLabel(rows[1], firstClass, labels) is { } label)
            {
                candidates.Add(new(label, rows[2], ModelBox.FromParts(rows[3], rows[4], rows[5], rows[6], input)));
            }
        }
    }
}
