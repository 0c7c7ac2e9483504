namespace CloudCctv.Detection.Evaluation;

/// <summary>
/// Average precision as COCO computes it (cocoeval.py, accumulate): precision, made non-increasing from the right, read at the
/// 101 recalls 0, 0.01 … 1, and averaged. Other tools integrate the curve or read it at 11 points and differ by about a point.
/// </summary>
public static class AveragePrecision
{
    private const int RecallPoints = 101;

    /// <summary>The ten overlaps over which COCO averages: 0.50, 0.55 … 0.95.</summary>
    public static IReadOnlyList<double> CocoOverlaps { get; } = [.. Enumerable.Range(0, 10).Select(step => 0.5 + (0.05 * step))];

    /// <returns>0 to 1; null if there is nothing to be found.</returns>
    public static double? Of(IEnumerable<ExaminedPicture> pictures, double minOverlap, Func<ImageBox, bool>? counts = null) =>
        Of([.. pictures.Select(picture => Matching.Match(picture, minOverlap, counts))]);

    /// <summary>The mean of <see cref="Of(IEnumerable{ExaminedPicture}, double, Func{ImageBox, bool}?)"/> over <see cref="CocoOverlaps"/>.</summary>
    public static double? OverCocoOverlaps(IReadOnlyList<ExaminedPicture> pictures, Func<ImageBox, bool>? counts = null)
    {
        var all = CocoOverlaps.Select(overlap => Of(pictures, overlap, counts)).OfType<double>().ToList();
        return all.Count == 0 ? null : all.Average();
    }

    internal static double? Of(IReadOnlyList<PictureMatch> matches)
    {
        var objects = matches.Sum(match => match.Truths.Count(truth => !truth.IsIgnored));
        return objects == 0 ? null : Interpolate(Curve(matches, objects));
    }

    // Recall ascends; the precision at each is the best that is reached at that recall or a higher one.
    private static List<(double Recall, double Precision)> Curve(IEnumerable<PictureMatch> matches, int objects)
    {
        var curve = new List<(double Recall, double Precision)>();
        int hits = 0, seen = 0;
        foreach (var one in matches.SelectMany(match => match.Detections).Where(one => one.Verdict != Verdict.Ignored).OrderByDescending(one => one.Found.Score))
        {
            seen++;
            hits += one.Verdict == Verdict.Hit ? 1 : 0;
            curve.Add(((double)hits / objects, (double)hits / seen));
        }

        for (var i = curve.Count - 2; i >= 0; i--)
        {
            curve[i] = (curve[i].Recall, Math.Max(curve[i].Precision, curve[i + 1].Precision));
        }

        return curve;
    }

    private static double Interpolate(List<(double Recall, double Precision)> curve)
    {
        var (sum, at) = (0.0, 0);
        for (var point = 0; point < RecallPoints; point++)
        {
            var recall = point / (double)(RecallPoints - 1);
            while (at < curve.Count && curve[at].Recall < recall)
            {
                at++;
            }

            sum += at < curve.Count ? curve[at].Precision : 0;
        }

        return sum / RecallPoints;
    }
}
