namespace CloudCctv.Detection.Evaluation;

/// <summary>How much two boxes have in common.</summary>
internal static class Overlap
{
    /// <summary>Intersection over union, 0 to 1.</summary>
    public static double OverUnion(ImageBox a, ImageBox b) => Ratio(Shared(a, b), Area(a) + Area(b) - Shared(a, b));

    /// <summary>Share of <paramref name="box"/> that lies inside <paramref name="region"/>, 0 to 1: what counts with ignored regions, as in COCO.</summary>
    public static double Inside(ImageBox box, ImageBox region) => Ratio(Shared(box, region), Area(box));

    /// <summary>Square pixels; 0 for what is inverted.</summary>
    public static double Area(ImageBox box) => Math.Max(0.0, box.Width) * Math.Max(0.0, box.Height);

    private static double Shared(ImageBox a, ImageBox b) =>
        Math.Max(0.0, Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left)) * Math.Max(0.0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top));

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
