using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// SSDs whose boxes are decoded in the model, but not yet merged. Two outputs, float32: boxes [1, N, 4] (left, top, right,
/// bottom as parts of the input) and probabilities [1, N, K+C], where the first K classes
/// (<see cref="ModelOutput.FirstClass"/>, usually 1) are background. (Liu et al., SSD, 2016, section 2.)
/// </summary>
public sealed class RawSsdDecoder(ModelCard card) : IOutputDecoder
{
    private readonly int labels = card.Labels.Count;
    private readonly int firstClass = card.Output.FirstClass ?? 0;

    internal static DecoderFamily Family { get; } = new("ssd-boxes-scores", _ => 2, card => new RawSsdDecoder(card)) { Keys = ["firstClass"] };

    private int Length => firstClass + labels;

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) => [new(1, TensorShape.Any, 4), new(1, TensorShape.Any, Length)];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        ReadOnlySpan<float> boxes = outputs.Values(0), scores = outputs.Values(1);
        var places = Math.Min(boxes.Length / 4, scores.Length / Length);
        for (var place = 0; place < places; place++)
        {
            var classes = scores.Slice((place * Length) + firstClass, labels);
            var label = ClassScores.IndexOfBest(classes);
            if (classes[label] >= minScore)
            {
                var box = boxes.Slice(4 * place, 4);
                candidates.Add(new(label, classes[label], ModelBox.FromParts(box[0], box[1], box[2], box[3], input)));
            }
        }
    }
}
