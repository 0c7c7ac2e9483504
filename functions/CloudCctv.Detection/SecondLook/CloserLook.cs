using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Preprocessing;

namespace CloudCctv.Detection.SecondLook;

/// <summary>
/// Decides whether a picture is worth a second look, and where. The first look sees all of the picture in few pixels; the
/// second sees what moved in as many as the camera delivered, or as many as the budget allows.
/// </summary>
internal sealed class CloserLook(ModelCard card, DetectorOptions options)
{
    private const string Person = "person";

    // What moved of somebody is often less than the whole of him, and a model wants to see where he stands.
    private const float Margin = 0.3f;
    private const float LeastMarginPixels = 24;

    // Less than this much closer finds nothing that the first look did not.
    private const float LeastGain = 1.25f;

    private readonly WindowPlanner planner = new(card.Input);

    /// <param name="first">How the picture was looked at first.</param>
    /// <param name="found">What that found.</param>
    /// <param name="attention">What moved, pixels of the picture; null if that is not known.</param>
    /// <returns>The windows to look at, all of one JPEG scale; empty if one look is enough.</returns>
    public IReadOnlyList<InputPlan> Windows(InputPlan first, IReadOnlyList<DetectedObject> found, ImageBox? attention)
    {
        if (Region(first, found, attention) is not { } region)
        {
            return [];
        }

        // What the first look costs is the unit of the budget.
        var pixels = options.SecondLookBudget * first.Model.Width * first.Model.Height;
        var windows = planner.Plan(first.Source, region, pixels);
        return windows.Count > 0 && windows[0].Scale >= first.Scale * LeastGain ? windows : [];
    }

    private SourceWindow? Region(InputPlan first, IReadOnlyList<DetectedObject> found, ImageBox? attention) => options.SecondLook switch
    {
        SecondLookMode.Everywhere => SourceWindow.Whole(first.Source),
        SecondLookMode.Motion when attention is { } moved && !IsSettled(found, moved) => Grown(moved, first),
        _ => null,
    };

    // Who caused the motion has been seen: that he was not alone is rarely worth the time.
    private bool IsSettled(IReadOnlyList<DetectedObject> found, ImageBox moved)
    {
        foreach (var one in found)
        {
            float x = (one.Box.Left + one.Box.Right) / 2, y = (one.Box.Top + one.Box.Bottom) / 2;
            var isInside = x >= moved.Left && x < moved.Right && y >= moved.Top && y < moved.Bottom;
            if (isInside && one.Score >= options.SecondLookBelow && (one.Label == Person || card.Labels.Count == 1))
            {
                return true;
            }
        }

        return false;
    }

    private static SourceWindow? Grown(ImageBox moved, InputPlan first)
    {
        var margin = Math.Max(Margin * Math.Max(moved.Width, moved.Height), LeastMarginPixels);
        var grown = new ImageBox(moved.Left - margin, moved.Top - margin, moved.Right + margin, moved.Bottom + margin)
            .ClippedTo(first.Source.Width, first.Source.Height);
        return grown is { Width: >= 1, Height: >= 1 }
            ? new SourceWindow((int)grown.Left, (int)grown.Top, (int)grown.Width, (int)grown.Height)
            : null;
    }
}
