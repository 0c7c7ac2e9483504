namespace CloudCctv.Detection.Evaluation.Labels;

/// <summary>A labelled rectangle in 0..1 of the picture, whatever its size in pixels; it may be one in which nothing is judged.</summary>
public readonly record struct LabelBox(double Left, double Top, double Right, double Bottom, bool IsIgnored)
{
    public Truth ToTruth(int widthPixels, int heightPixels) => new(
        new ImageBox((float)(Left * widthPixels), (float)(Top * heightPixels), (float)(Right * widthPixels), (float)(Bottom * heightPixels)),
        IsIgnored);
}
