using System.Buffers;
using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// The layout of YOLOv8 exports without built-in NMS (also of YOLOv9 and YOLO11), and of our own models: float32 [1, 4+C, N],
/// or [1, N, 4+C] with <see cref="ModelOutput.ChannelsLast"/>; per place the centre, width and height in input pixels, then
/// one probability per class. (Ultralytics, <c>Detect</c> head, export mode.)
/// </summary>
public sealed class YoloV8Decoder(ModelCard card) : IOutputDecoder
{
    private const int BoxRows = 4;

    private readonly int labels = card.Labels.Count;
    private readonly bool channelsLast = card.Output.ChannelsLast ?? false;

    internal static DecoderFamily Family { get; } = new("yolov8", _ => 1, card => new YoloV8Decoder(card)) { Keys = ["channelsLast"] };

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) =>
        [channelsLast ? new(1, TensorShape.Any, BoxRows + labels) : new(1, BoxRows + labels, TensorShape.Any)];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        if (channelsLast)
        {
            DecodeRows(outputs.Values(0), minScore, candidates);
        }
        else
        {
            DecodeColumns(outputs.Values(0), (int)outputs.Shape(0)[2], minScore, candidates);
        }
    }

    private void DecodeRows(ReadOnlySpan<float> values, float minScore, List<Candidate> candidates)
    {
        for (; !values.IsEmpty; values = values[(BoxRows + labels)..])
        {
            var label = ClassScores.IndexOfBest(values.Slice(BoxRows, labels));
            var score = values[BoxRows + label];
            if (score >= minScore)
            {
                candidates.Add(new(label, score, ModelBox.FromCentre(values[0], values[1], values[2], values[3])));
            }
        }
    }

    private void DecodeColumns(ReadOnlySpan<float> values, int places, float minScore, List<Candidate> candidates)
    {
        var best = ArrayPool<int>.Shared.Rent(places);
        FindBestLabels(values[(BoxRows * places)..], best.AsSpan(0, places));
        for (var place = 0; place < places; place++)
        {
            var score = values[((BoxRows + best[place]) * places) + place];
            if (score >= minScore)
            {
                var box = ModelBox.FromCentre(
                    values[place], values[places + place], values[(2 * places) + place], values[(3 * places) + place]);
                candidates.Add(new(best[place], score, box));
            }
        }

        ArrayPool<int>.Shared.Return(best);
    }

    // Class by class, because that is how the values lie in memory.
    private void FindBestLabels(ReadOnlySpan<float> scores, Span<int> best)
    {
        best.Clear();
        var places = best.Length;
        for (var label = 1; label < labels; label++)
        {
            var row = scores.Slice(label * places, places);
            for (var place = 0; place < places; place++)
            {
                if (ClassScores.IsBetter(row[place], scores[(best[place] * places) + place]))
                {
                    best[place] = label;
                }
            }
        }
    }
}
