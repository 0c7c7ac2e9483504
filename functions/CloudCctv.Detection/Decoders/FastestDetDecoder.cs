using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// FastestDet: float32 [1, 5+C, H/16, W/16]; per cell the objectness and, last, the classes, both already probabilities, and
/// between them tx, ty, tw, th. Centre = (cell + tanh t) × stride, sides = σ(t) × the input's side, score = objectness^0.6 ×
/// class^0.4. (dog-qiuqiu, FastestDet, 2022: <c>handle_preds</c> of the reference implementation.)
/// </summary>
public sealed class FastestDetDecoder(ModelCard card) : IOutputDecoder
{
    private const int ObjectnessAndBox = 5;
    private const float ObjectnessPower = 0.6f;
    private const float ClassPower = 0.4f;

    private readonly int labels = card.Labels.Count;
    private readonly int stride = card.Output.Strides?[0] ?? 16;

    internal static DecoderFamily Family { get; } = new("fastestdet", output => output.Strides?.Count ?? 1, card => new FastestDetDecoder(card)) { Keys = ["strides"] };

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) =>
        [new(1, ObjectnessAndBox + labels, input is null ? TensorShape.Any : input.Height / stride, input is null ? TensorShape.Any : input.Width / stride)];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        var values = outputs.Values(0);
        var grid = Grid.Over(input, stride);
        for (var cell = 0; cell < grid.Cells; cell++)
        {
            var objectness = MathF.Pow(values[cell], ObjectnessPower);
            if (objectness >= minScore)
            {
                AddBest(values[cell..], grid, grid.Place(cell), objectness, input, minScore, candidates);
            }
        }
    }

    // Numbers of the cell: each is as many values apart as there are cells.
    private void AddBest(
        ReadOnlySpan<float> numbers, Grid grid, (int X, int Y) cell, float objectness, ModelSize input, float minScore, List<Candidate> candidates)
    {
        int step = grid.Cells, best = 0;
        for (var label = 1; label < labels; label++)
        {
            best = ClassScores.IsBetter(numbers[(ObjectnessAndBox + label) * step], numbers[(ObjectnessAndBox + best) * step]) ? label : best;
        }

        var score = objectness * MathF.Pow(numbers[(ObjectnessAndBox + best) * step], ClassPower);
        if (score >= minScore)
        {
            var box = ModelBox.FromCentre(
                (cell.X + MathF.Tanh(numbers[step])) * stride,
                (cell.Y + MathF.Tanh(numbers[2 * step])) * stride,
                ClassScores.Sigmoid(numbers[3 * step]) * input.Width,
                ClassScores.Sigmoid(numbers[4 * step]) * input.Height);
            candidates.Add(new(best, score, box));
        }
    }
}
