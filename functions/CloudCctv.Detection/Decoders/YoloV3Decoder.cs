using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// The raw heads of YOLOv3 and YOLOv3-tiny: one output per stride (32, 16, 8 unless the card says otherwise), float32
/// [1, A·(5+C), H/stride, W/stride], or [1, H/stride, W/stride, A·(5+C)] with <see cref="ModelOutput.ChannelsLast"/>; for each
/// of the A anchors tx, ty, tw, th, objectness, classes, all before the sigmoid. Centre = (σ(t) + cell) × stride, sides =
/// anchor × e^t, score = σ(objectness) × σ(class). (Redmon and Farhadi, YOLOv3, 2018, section 2.1; <c>yolo_layer.c</c> of
/// Darknet.)
/// </summary>
public sealed class YoloV3Decoder(ModelCard card) : IOutputDecoder
{
    private const int Objectness = 4;
    private const int BoxAndObjectness = 5;

    private static readonly int[] UsualStrides = [32, 16, 8];

    private readonly int labels = card.Labels.Count;
    private readonly bool channelsLast = card.Output.ChannelsLast ?? false;
    private readonly IReadOnlyList<IReadOnlyList<float>> anchors = card.Output.Anchors!;
    private readonly IReadOnlyList<int> strides = card.Output.Strides ?? UsualStrides;

    internal static DecoderFamily Family { get; } = new("yolov3", OutputsOf, card => new YoloV3Decoder(card))
    {
        Keys = ["anchors", "strides", "channelsLast"],
        NeededKeys = ["anchors"],
    };

    private int Length => BoxAndObjectness + labels;

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) => [.. anchors.Select((list, output) =>
    {
        long channels = list.Count / 2 * Length;
        var (columns, rows) = input is null ? (TensorShape.Any, TensorShape.Any) : (input.Width / strides[output], (long)(input.Height / strides[output]));
        return channelsLast ? new TensorShape(1, rows, columns, channels) : new TensorShape(1, channels, rows, columns);
    })];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        for (var output = 0; output < anchors.Count; output++)
        {
            var grid = Grid.Over(input, strides[output]);
            var list = anchors[output];
            for (var anchor = 0; anchor < list.Count / 2; anchor++)
            {
                DecodeAnchor(outputs.Values(output), grid, anchor, (list[2 * anchor], list[(2 * anchor) + 1]), list.Count / 2, minScore, candidates);
            }
        }
    }

    private static int OutputsOf(ModelOutput output) => Math.Min(output.Anchors!.Count, output.Strides?.Count ?? UsualStrides.Length);

    private void DecodeAnchor(
        ReadOnlySpan<float> values, Grid grid, int anchor, (float Width, float Height) size, int anchorCount, float minScore, List<Candidate> candidates)
    {
        // One number of the next cell, and the next number of one cell, lie this far apart.
        var (cellStep, numberStep) = channelsLast ? (anchorCount * Length, 1) : (1, grid.Cells);
        for (var cell = 0; cell < grid.Cells; cell++)
        {
            var numbers = values[((cell * cellStep) + (anchor * Length * numberStep))..];
            var objectness = ClassScores.Sigmoid(numbers[Objectness * numberStep]);

            // No class can lift the product above the objectness.
            if (objectness >= minScore)
            {
                var label = BestLabel(numbers, numberStep);
                var score = objectness * ClassScores.Sigmoid(numbers[(BoxAndObjectness + label) * numberStep]);
                if (score >= minScore)
                {
                    candidates.Add(new(label, score, BoxOf(numbers, numberStep, grid.Place(cell), grid.Stride, size)));
                }
            }
        }
    }

    private int BestLabel(ReadOnlySpan<float> numbers, int step)
    {
        var best = 0;
        for (var label = 1; label < labels; label++)
        {
            best = ClassScores.IsBetter(numbers[(BoxAndObjectness + label) * step], numbers[(BoxAndObjectness + best) * step]) ? label : best;
        }

        return best;
    }

    private static ModelBox BoxOf(ReadOnlySpan<float> numbers, int step, (int X, int Y) cell, int stride, (float Width, float Height) anchor) =>
        ModelBox.FromCentre(
            (ClassScores.Sigmoid(numbers[0]) + cell.X) * stride,
            (ClassScores.Sigmoid(numbers[step]) + cell.Y) * stride,
            anchor.Width * MathF.Exp(numbers[2 * step]),
            anchor.Height * MathF.Exp(numbers[3 * step]));
}
