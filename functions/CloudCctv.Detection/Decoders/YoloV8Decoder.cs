using System.Buffers;
using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// The layout of YOLOv8 exports without built-in NMS, and of our own models: float32 [1, 4+C, N]; per place the centre, width
/// and height in input pixels, then one probability per class. (Ultralytics, <c>Detect</c> head, export mode.)
/// </summary>
public sealed class YoloV8Decoder : IOutputDecoder
{
    private const int BoxRows = 4;

    public string Family => "yolov8";

    public IReadOnlyList<TensorShape> Shapes(int labels, ModelSize? input) => [new(1, BoxRows + labels, TensorShape.Any)];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        var values = outputs.Values(0);
        int labels = (int)outputs.Shape(0)[1] - BoxRows, places = (int)outputs.Shape(0)[2];
        var best = ArrayPool<int>.Shared.Rent(places);
        FindBestLabels(values[(BoxRows * places)..], labels, best.AsSpan(0, places));
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
    private static void FindBestLabels(ReadOnlySpan<float> scores, int labels, Span<int> best)
    {
        best.Clear();
        var places = best.Length;
        for (var label = 1; label < labels; label++)
        {
            var row = scores.Slice(label * places, places);
            for (var place = 0; place < places; place++)
            {
                // Written so that a NaN in the first class gives way.
                if (!(row[place] <= scores[(best[place] * places) + place]))
                {
                    best[place] = label;
                }
            }
        }
    }
}
