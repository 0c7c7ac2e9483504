using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// SSDs of TensorFlow's Object Detection API with their NMS in the model. Four outputs, float32, in the card in this order:
/// boxes [1, N, 4] (top, left, bottom, right as parts of the input), classes [1, N], scores [1, N], and [1], how many of the N
/// are meant. (<c>exporter.py</c> of the Object Detection API: <c>detection_boxes</c> and so on.)
/// </summary>
public sealed class TensorFlowSsdDecoder(ModelCard card) : IOutputDecoder
{
    private const int Boxes = 0;
    private const int Classes = 1;
    private const int Scores = 2;
    private const int Count = 3;

    private readonly int labels = card.Labels.Count;
    private readonly int firstClass = card.Output.FirstClass ?? 0;

    internal static DecoderFamily Family { get; } = new("ssd-tensorflow", _ => 4, card => new TensorFlowSsdDecoder(card)) { Keys = ["firstClass"] };

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) =>
        [new(1, TensorShape.Any, 4), new(1, TensorShape.Any), new(1, TensorShape.Any), new(1)];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        ReadOnlySpan<float> boxes = outputs.Values(Boxes), classes = outputs.Values(Classes), scores = outputs.Values(Scores);
        // The lengths are the model's word only: none may reach past another.
        var most = Math.Min(boxes.Length / 4, Math.Min(classes.Length, scores.Length));
        var count = outputs.Values(Count)[0] is var told && told >= 0 ? (int)Math.Min(MathF.Round(told), most) : 0;
        for (var i = 0; i < count; i++)
        {
            if (scores[i] >= minScore && ClassNumber.ToLabel(classes[i], firstClass, labels) is { } label)
            {
                var box = boxes.Slice(4 * i, 4);
                candidates.Add(new(label, scores[i], ModelBox.FromParts(box[1], box[0], box[3], box[2], input)));
            }
        }
    }
}
