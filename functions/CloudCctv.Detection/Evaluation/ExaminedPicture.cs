namespace CloudCctv.Detection.Evaluation;

/// <summary>One picture with what is in it and what was found in it, all of one class.</summary>
/// <param name="Name">Its path below the folder of pictures.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Brightness">Mean luma, 0 to 255.</param>
/// <param name="Truths">What is there.</param>
/// <param name="Found">What the detector reported, down to a score well below any threshold of interest; in any order.</param>
public sealed record ExaminedPicture(string Name, int Width, int Height, double Brightness, IReadOnlyList<Truth> Truths, IReadOnlyList<DetectedObject> Found)
{
    /// <summary>True if there is something to be found.</summary>
    public bool HasObjects => Truths.Any(truth => !truth.IsIgnored);

    /// <summary>False if nothing but ignored regions is there: such a picture is neither one with people nor one without.</summary>
    public bool IsDecided => HasObjects || Truths.Count == 0;

    /// <summary>The best score in it; 0 if nothing was found.</summary>
    public float Score => Found.Count == 0 ? 0 : Found.Max(found => found.Score);
}
