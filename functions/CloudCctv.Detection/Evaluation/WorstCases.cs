namespace CloudCctv.Detection.Evaluation;

/// <summary>A picture worth looking at, and why.</summary>
/// <param name="Judged">The picture at the threshold in use.</param>
/// <param name="Box">What was missed, or what is a false alarm.</param>
/// <param name="Score">The best score of a detection there, 0 if there was none at any score.</param>
public sealed record WorstCase(JudgedPicture Judged, ImageBox Box, float Score);

/// <summary>What to look at first: one case for each picture.</summary>
public static class WorstCases
{
    // A box that covers a fifth of somebody has seen something of them.
    private const double Touches = 0.2;

    /// <summary>The largest people who were missed: the closer somebody is, the less excuse there is.</summary>
    public static IReadOnlyList<WorstCase> Misses(IEnumerable<JudgedPicture> pictures, int count) => [.. pictures
        .Select(one => (one, Missed: one.Match.Truths.Where(truth => !truth.IsIgnored && !truth.IsFound).Select(truth => truth.Truth.Box).ToList()))
        .Where(pair => pair.Missed.Count > 0)
        .Select(pair => (pair.one, Box: pair.Missed.MaxBy(Overlap.Area)))
        .OrderByDescending(pair => Overlap.Area(pair.Box) / ((double)pair.one.Picture.Width * pair.one.Picture.Height))
        .Take(count)
        .Select(pair => new WorstCase(pair.one, pair.Box, BestScoreAt(pair.one.Picture, pair.Box)))];

    /// <summary>The detections with the highest scores that are nobody.</summary>
    public static IReadOnlyList<WorstCase> FalseAlarms(IEnumerable<JudgedPicture> pictures, int count) => [.. pictures
        .Select(one => (one, Wrong: one.Match.Detections.Where(found => found.Verdict == Verdict.FalseAlarm).Select(found => found.Found).ToList()))
        .Where(pair => pair.Wrong.Count > 0)
        .Select(pair => (pair.one, Worst: pair.Wrong.MaxBy(found => found.Score)))
        .OrderByDescending(pair => pair.Worst.Score)
        .Take(count)
        .Select(pair => new WorstCase(pair.one, pair.Worst.Box, pair.Worst.Score))];

    private static float BestScoreAt(ExaminedPicture picture, ImageBox box) =>
        picture.Found.Where(found => Overlap.OverUnion(found.Box, box) >= Touches).Select(found => found.Score).DefaultIfEmpty().Max();
}
