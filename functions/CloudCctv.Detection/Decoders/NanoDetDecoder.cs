using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// NanoDet up to version 0.4 (not NanoDet-Plus, whose cells have their points in a corner): for the strides 8, 16, 32 first the
/// class probabilities, float32 [1, cells, C] each, then the boxes, float32 [1, cells, 4·8] each. A box is four distances (left, top,
/// right, bottom) from the middle of the cell; each is the mean of a distribution over 0…7 strides, given as 8 values before
/// the softmax. (Li et al., Generalized Focal Loss, 2020, section 3; <c>gfl_head.py</c> of NanoDet.)
/// </summary>
public sealed class NanoDetDecoder(ModelCard card) : IOutputDecoder
{
    private const int Sides = 4;
    private const int Bins = 8;

    private static readonly int[] UsualStrides = [8, 16, 32];

    private readonly int labels = card.Labels.Count;
    private readonly IReadOnlyList<int> strides = card.Output.Strides ?? UsualStrides;

    internal static DecoderFamily Family { get; } = new(
        "nanodet", output => 2 * (output.Strides ?? UsualStrides).Count, card => new NanoDetDecoder(card)) { Keys = ["strides"] };

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) =>
    [
        .. strides.Select(stride => new TensorShape(1, Grid.CellsOver(input, stride), labels)),
        .. strides.Select(stride => new TensorShape(1, Grid.CellsOver(input, stride), Sides * Bins)),
    ];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        for (var i = 0; i < strides.Count; i++)
        {
            ReadOnlySpan<float> scores = outputs.Values(i), distributions = outputs.Values(strides.Count + i);
            var grid = Grid.Over(input, strides[i]);
            for (var cell = 0; cell < grid.Cells; cell++)
            {
                var classes = scores.Slice(cell * labels, labels);
                var label = ClassScores.IndexOfBest(classes);
                if (classes[label] >= minScore)
                {
                    var box = BoxOf(distributions.Slice(cell * Sides * Bins, Sides * Bins), grid.Place(cell), grid.Stride);
                    candidates.Add(new(label, classes[label], box));
                }
            }
        }
    }

    private static ModelBox BoxOf(ReadOnlySpan<float> distributions, (int X, int Y) cell, int stride)
    {
        float x = (cell.X + 0.5f) * stride, y = (cell.Y + 0.5f) * stride;
        return new(
            x - (Mean(distributions[..Bins]) * stride),
            y - (Mean(distributions.Slice(Bins, Bins)) * stride),
            x + (Mean(distributions.Slice(2 * Bins, Bins)) * stride),
            y + (Mean(distributions.Slice(3 * Bins, Bins)) * stride));
    }

    /// <summary>Σ i·e^vᵢ / Σ e^vᵢ; the largest value is taken off first, so that nothing overflows.</summary>
    private static float Mean(ReadOnlySpan<float> values)
    {
        var largest = values[ClassScores.IndexOfBest(values)];
        float sum = 0, weighted = 0;
        for (var bin = 0; bin < Bins; bin++)
        {
            var share = MathF.Exp(values[bin] - largest);
            sum += share;
            weighted += bin * share;
        }

        return weighted / sum;
    }
}
