using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// YuNet, a face detector. Twelve outputs, float32, for the strides 8, 16, 32 each: faces [1, cells, 1], objectness
/// [1, cells, 1], boxes [1, cells, 4], points [1, cells, 10]. Score = √(face × objectness), both probabilities; centre = (value +
/// cell) × stride, sides = e^value × stride; points = (value + cell) × stride: right eye, left eye, nose, right and left corner
/// of the mouth, as the person has them. (Wu et al., YuNet, 2023; <c>FaceDetectorYN</c>, postProcess, of OpenCV 4.8.)
/// </summary>
public sealed class YuNetDecoder(ModelCard card) : IOutputDecoder
{
    private const int Boxes = 4;
    private const int Points = 10;

    private static readonly int[] UsualStrides = [8, 16, 32];

    private readonly IReadOnlyList<int> strides = card.Output.Strides ?? UsualStrides;

    internal static DecoderFamily Family { get; } = new(
        "yunet", output => 4 * (output.Strides ?? UsualStrides).Count, card => new YuNetDecoder(card)) { Keys = ["strides"] };

    public IReadOnlyList<TensorShape> Shapes(ModelSize? input) =>
        [.. new[] { 1, 1, Boxes, Points }.SelectMany(length => strides.Select(stride => new TensorShape(1, Grid.CellsOver(input, stride), length)))];

    public void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates)
    {
        var count = strides.Count;
        for (var i = 0; i < count; i++)
        {
            ReadOnlySpan<float> faces = outputs.Values(i), objects = outputs.Values(count + i);
            var grid = Grid.Over(input, strides[i]);
            for (var cell = 0; cell < grid.Cells; cell++)
            {
                var score = MathF.Sqrt(Math.Clamp(faces[cell], 0, 1) * Math.Clamp(objects[cell], 0, 1));
                if (score >= minScore)
                {
                    var box = outputs.Values((2 * count) + i).Slice(cell * Boxes, Boxes);
                    var points = outputs.Values((3 * count) + i).Slice(cell * Points, Points);
                    candidates.Add(FaceOf(score, box, points, grid.Place(cell), grid.Stride));
                }
            }
        }
    }

    private static Candidate FaceOf(float score, ReadOnlySpan<float> box, ReadOnlySpan<float> points, (int X, int Y) cell, int stride) => new(
        0,
        score,
        ModelBox.FromCentre((box[0] + cell.X) * stride, (box[1] + cell.Y) * stride, MathF.Exp(box[2]) * stride, MathF.Exp(box[3]) * stride))
    {
        Landmarks = new(
            PointOf(points[..2], cell, stride),
            PointOf(points[2..4], cell, stride),
            PointOf(points[4..6], cell, stride),
            PointOf(points[6..8], cell, stride),
            PointOf(points[8..], cell, stride)),
    };

    private static ModelPoint PointOf(ReadOnlySpan<float> point, (int X, int Y) cell, int stride) => new((point[0] + cell.X) * stride, (point[1] + cell.Y) * stride);
}
