using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Preprocessing;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.SecondLook;

/// <summary>Covers a region of a picture with windows for a model, as close as a budget allows, at most at native resolution.</summary>
internal sealed class WindowPlanner(ModelInput input)
{
    /// <summary>Largest picture that is decoded for a closer look: 25 MB of pixels. Larger ones are looked at in half their resolution.</summary>
    public const long MaxDecodedPixels = 8_400_000;

    // Smaller than that, a window shows too little of the place.
    private const int LeastSide = 192;

    // Tiles overlap by this part of their sides: somebody on a seam is whole in one of them if he is no larger.
    private const float Overlap = 0.2f;

    private static readonly float[] TileScales = [1, 0.84f, 0.71f, 0.59f, 0.5f, 0.42f, 0.35f, 0.3f, 0.25f, 0.21f, 0.18f, 0.15f, 0.125f];

    /// <param name="source">The picture.</param>
    /// <param name="region">What must be seen.</param>
    /// <param name="budget">Pixels that the model may be given, all windows together.</param>
    /// <returns>Windows of one scale; empty if the budget does not even reach for one.</returns>
    public IReadOnlyList<InputPlan> Plan(JpegHeader source, SourceWindow region, double budget)
    {
        var most = MostScale(source);
        return input.Size is { } tile ? Tiles(source, region, tile, most, budget) : OneWindow(source, region, most, budget);
    }

    private static float MostScale(JpegHeader source)
    {
        var scale = 1f;
        while (source.Pixels * scale * scale > MaxDecodedPixels)
        {
            scale /= 2;
        }

        return scale;
    }

    // A model of any size sees the region in one piece, and no pixel twice.
    private IReadOnlyList<InputPlan> OneWindow(JpegHeader source, SourceWindow region, float most, double budget)
    {
        var scale = (float)Math.Min(most, Math.Sqrt(budget / ((double)region.Width * region.Height)));
        var (left, width, modelWidth) = Stretch(region.Left, region.Width, source.Width, scale);
        var (top, height, modelHeight) = Stretch(region.Top, region.Height, source.Height, scale);
        return [InputPlan.For(source, new(left, top, width, height), new ModelSize { Width = modelWidth, Height = modelHeight }, scale, input.Placement)];
    }

    // The model takes multiples, so the window is made as large as that, with picture rather than bars.
    private (int Start, int Length, int ModelLength) Stretch(int start, int length, int sourceLength, float scale)
    {
        var wanted = Math.Min(Math.Max(length, (int)(LeastSide / scale)), sourceLength);
        var model = InputPlan.RoundUp((int)MathF.Ceiling(wanted * scale), input.MultipleOf!.Value);
        var window = Math.Clamp((int)(model / scale), 1, sourceLength);
        return (Math.Clamp(start + ((length - window) / 2), 0, sourceLength - window), window, model);
    }

    private IReadOnlyList<InputPlan> Tiles(JpegHeader source, SourceWindow region, ModelSize tile, float most, double budget)
    {
        var affordable = (int)(budget / ((double)tile.Width * tile.Height));
        foreach (var scale in TileScales)
        {
            var columns = Spread(region.Left, region.Width, source.Width, (int)(tile.Width / scale));
            var rows = Spread(region.Top, region.Height, source.Height, (int)(tile.Height / scale));
            if (scale <= most && columns.Starts.Count * rows.Starts.Count <= affordable)
            {
                return [.. rows.Starts.SelectMany(top => columns.Starts.Select(left => InputPlan.For(
                    source, new(left, top, columns.Length, rows.Length), tile, scale, input.Placement)))];
            }
        }

        return [];
    }

    /// <summary>Covers one axis of the region with tiles, evenly.</summary>
    private static (List<int> Starts, int Length) Spread(int start, int length, int sourceLength, int tile)
    {
        if (tile >= sourceLength)
        {
            return ([0], sourceLength);
        }

        var overlap = tile * Overlap;
        var count = length <= tile ? 1 : (int)Math.Ceiling((length - overlap) / (tile - overlap));
        var from = count == 1 ? start + ((length - tile) / 2f) : start;
        var step = count == 1 ? 0 : (length - tile) / (float)(count - 1);
        return ([.. Enumerable.Range(0, count).Select(i => Math.Clamp((int)(from + (i * step)), 0, sourceLength - tile))], tile);
    }
}
