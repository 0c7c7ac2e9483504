using CloudCctv.Detection.Cards;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Preprocessing;

/// <summary>How pictures of one size, or a window of them, go into a model: worked out once, then only read.</summary>
internal sealed class InputPlan
{
    private InputPlan(JpegHeader source, SourceWindow window, ModelSize model, float scale, float scaleY, Placement placement)
    {
        Source = source;
        Window = window;
        Model = model;
        Scale = scale;
        Width = Fit(window.Width, scale, model.Width);
        Height = Fit(window.Height, scaleY, model.Height);
        var centred = placement == Placement.Centre;
        Left = centred ? (model.Width - Width) / 2 : 0;
        Top = centred ? (model.Height - Height) / 2 : 0;
        Letterbox = new(scale, Left - (window.Left * scale), Top - (window.Top * scaleY)) { ScaleY = scaleY };
        JpegScale = CoarsestNotSmaller(source, scale, scaleY);
        Decoded = new(JpegScale.Scaled(source.Width), JpegScale.Scaled(source.Height));
        var reduced = (float)JpegScale;
        Columns = new(Width, Decoded.Width, 1 / (scale * reduced), window.Left / reduced);
        Rows = new(Height, Decoded.Height, 1 / (scaleY * reduced), window.Top / reduced);
    }

    public JpegHeader Source { get; }

    /// <summary>The part of the source that is seen.</summary>
    public SourceWindow Window { get; }

    /// <summary>The model's input.</summary>
    public ModelSize Model { get; }

    /// <summary>Model pixels per source pixel, of columns.</summary>
    public float Scale { get; }

    /// <summary>Where the picture lies in the input, pixels of the input; bars fill the rest.</summary>
    public int Left { get; }

    public int Top { get; }

    public int Width { get; }

    public int Height { get; }

    public Letterbox Letterbox { get; }

    public JpegScale JpegScale { get; }

    /// <summary>The picture as it comes out of the JPEG decoder.</summary>
    public JpegHeader Decoded { get; }

    public ResampledAxis Columns { get; }

    public ResampledAxis Rows { get; }

    /// <summary>The whole picture.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="input">The card's.</param>
    /// <param name="longSide">Where the model takes any size: pixels of the longer side.</param>
    public static InputPlan For(JpegHeader source, ModelInput input, int longSide)
    {
        if (input.Size is { } size)
        {
            float fitX = (float)size.Width / source.Width, fitY = (float)size.Height / source.Height, fit = Math.Min(fitX, fitY);
            var isStretched = input.Placement == Placement.Stretch;
            return new(source, SourceWindow.Whole(source), size, isStretched ? fitX : fit, isStretched ? fitY : fit, input.Placement);
        }

        // The smallest rectangle that holds the picture: bars cost as much time as picture.
        var multiple = input.MultipleOf!.Value;
        var scale = (float)RoundUp(longSide, multiple) / Math.Max(source.Width, source.Height);
        var model = new ModelSize
        {
            Width = RoundUp((int)MathF.Round(source.Width * scale), multiple),
            Height = RoundUp((int)MathF.Round(source.Height * scale), multiple),
        };
        return new(source, SourceWindow.Whole(source), model, scale, scale, input.Placement);
    }

    /// <summary>A part of the picture.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="window">The part.</param>
    /// <param name="model">A size that the model takes; what of the window lies beyond it is left out.</param>
    /// <param name="scale">Model pixels per source pixel, greater than 0.</param>
    /// <param name="placement">The card's.</param>
    public static InputPlan For(JpegHeader source, SourceWindow window, ModelSize model, float scale, Placement placement) =>
        new(source, window, model, scale, scale, placement);

    /// <summary>The next multiple, at least one.</summary>
    public static int RoundUp(int pixels, int multiple) => Math.Max((pixels + multiple - 1) / multiple, 1) * multiple;

    private static int Fit(int sourcePixels, float scale, int modelPixels) => Math.Clamp((int)MathF.Round(sourcePixels * scale), 1, modelPixels);

    private static JpegScale CoarsestNotSmaller(JpegHeader source, float modelScale, float modelScaleY)
    {
        int width = (int)MathF.Round(source.Width * modelScale), height = (int)MathF.Round(source.Height * modelScaleY);
        foreach (var scale in (ReadOnlySpan<JpegScale>)[JpegScale.Eighth, JpegScale.Quarter, JpegScale.Half])
        {
            if (scale.Scaled(source.Width) >= width && scale.Scaled(source.Height) >= height)
            {
                return scale;
            }
        }

        return JpegScale.Full;
    }
}
