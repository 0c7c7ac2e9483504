using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// YOLOX exports without built-in decoding: float32 [1, N, 5+C], one row per cell of the grids of strides 8, 16 and 32, row by
/// row. Centre = (value + cell) × stride, sides = e^value × stride, score = objectness × class, both already probabilities.
/// (Ge et al., YOLOX, 2021; <c>demo_postprocess</c> in the reference implementation.)
/// </summary>
public sealed class YoloXDecoder(ModelCard card) : IOutputDecoder
{
    private const int BoxAndObjectness = 5;

    private readonly int length = BoxAndObjectness + card.Labels.Count;
    private readonly IReadOnlyList<int> strides = card.Output.Strides ?? [8, 16, 32];

    internal static DecoderFamily Family { get; } = new("yolox", _ => 1, card => new YoloXDecoder(card)) { Keys = ["strides"] };

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) =>
        [new(1, input is null ? TensorShape.Any : strides.Sum(stride => Grid.CellsOver(input, stride)), length)];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        var values = outputs.Values(0);
        foreach (var stride in strides)
        {
            var grid = Grid.Over(input, stride);
            for (var cell = 0; cell < grid.Cells; cell++, values = values[length..])
            {
                // No class can lift the product above the objectness, so most rows end here.
                if (values[4] >= minScore)
                {
                    AddBest(values[..length], grid.Place(cell), stride, minScore, candidates);
                }
            }
        }
    }

    private static void AddBest(ReadOnlySpan<float> row, (int X, int Y) cell, int stride, float minScore, List<Candidate> candidates)
    {
        var classes = row[BoxAndObjectness..];
        var label = ClassScores.IndexOfBest(classes);
        var score = row[4] * classes[label];
        if (score >= minScore)
        {
            var box = ModelBox.FromCentre(
                (row[0] + cell.X) * stride, (row[1] + cell.Y) * stride, MathF.Exp(row[2]) * stride, MathF.Exp(row[3]) * stride);
            candidates.Add(new(label, score, box));
        }
    }
}
