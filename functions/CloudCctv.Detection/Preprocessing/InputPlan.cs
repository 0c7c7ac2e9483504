using CloudCctv.Detection.Cards;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Preprocessing;

/// <summary>How pictures of one size go into a model: worked out once per size, then only read.</summary>
internal sealed class InputPlan
{
    private InputPlan(JpegHeader source, ModelSize model, float scale, float scaleY, Placement placement)
    {
        Source = source;
        Model = model;
        Width = Math.Clamp((int)MathF.Round(source.Width * scale), 1, model.Width);
        Height = Math.Clamp((int)MathF.Round(source.Height * scaleY), 1, model.Height);
        var centred = placement == Placement.Centre;
        Left = centred ? (model.Width - Width) / 2 : 0;
        Top = centred ? (model.Height - Height) / 2 : 0;
        Letterbox = new(scale, Left, Top) { ScaleY = scaleY };
        JpegScale = CoarsestNotSmaller(source, Width, Height);
        Decoded = new(JpegScale.Scaled(source.Width), JpegScale.Scaled(source.Height));
        Columns = new(Width, Decoded.Width, 1 / (scale * (int)JpegScale));
        Rows = new(Height, Decoded.Height, 1 / (scaleY * (int)JpegScale));
    }

    public JpegHeader Source { get; }

    /// <summary>The model's input.</summary>
    public ModelSize Model { get; }

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

    /// <param name="source">The picture.</param>
    /// <param name="input">The card's.</param>
    /// <param name="longSide">Where the model takes any size: pixels of the longer side.</param>
    public static InputPlan For(JpegHeader source, ModelInput input, int longSide)
    {
        if (input.Size is { } size)
        {
            float fitX = (float)size.Width / source.Width, fitY = (float)size.Height / source.Height, fit = Math.Min(fitX, fitY);
            return input.Placement == Placement.Stretch ? new(source, size, fitX, fitY, input.Placement) : new(source, size, fit, fit, input.Placement);
        }

        // The smallest rectangle that holds the picture: bars cost as much time as picture.
        var multiple = input.MultipleOf!.Value;
        var scale = (float)RoundUp(longSide, multiple) / Math.Max(source.Width, source.Height);
        var model = new ModelSize
        {
            Width = RoundUp((int)MathF.Round(source.Width * scale), multiple),
            Height = RoundUp((int)MathF.Round(source.Height * scale), multiple),
        };
        return new(source, model, scale, scale, input.Placement);
    }

    private static int RoundUp(int pixels, int multiple) => Math.Max((pixels + multiple - 1) / multiple, 1) * multiple;

    private static JpegScale CoarsestNotSmaller(JpegHeader source, int width, int height)
    {
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
