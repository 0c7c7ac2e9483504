namespace CloudCctv.Detection.Evaluation;

/// <summary>
/// Says which detection found what, by COCO's rules (cocoeval.py, evaluateImg): the best score chooses first, among what
/// overlaps enough and has not been found yet; what is to be found goes before what is ignored; an ignored region takes any
/// number of detections, and is measured by the share of the detection that lies in it.
/// </summary>
public static class Matching
{
    /// <summary>Detections beyond these, by score, are left out, as in COCO.</summary>
    public const int MaxDetections = 100;

    /// <param name="picture">Truths and detections.</param>
    /// <param name="minOverlap">Intersection over union from which a detection counts, above 0 to 1.</param>
    /// <param name="counts">Which boxes are asked for; null for all. Others are neither to be found nor false alarms.</param>
    public static PictureMatch Match(ExaminedPicture picture, double minOverlap, Func<ImageBox, bool>? counts = null)
    {
        var truths = picture.Truths
            .Select((truth, index) => new Candidate(truth, index, truth.IsIgnored || counts?.Invoke(truth.Box) == false))
            .OrderBy(candidate => candidate.IsIgnored)
            .ToList();
        var detections = picture.Found
            .OrderByDescending(found => found.Score)
            .Take(MaxDetections)
            .Select(found => new JudgedDetection(found, Judge(found.Box, truths, minOverlap, counts)))
            .ToList();
        return new PictureMatch(
            detections,
            [.. truths.OrderBy(candidate => candidate.Index).Select(candidate => new JudgedTruth(candidate.Truth, candidate.IsTaken, candidate.IsIgnored))]);
    }

    private static Verdict Judge(ImageBox box, List<Candidate> truths, double minOverlap, Func<ImageBox, bool>? counts)
    {
        if (Choose(box, truths, minOverlap) is not { } chosen)
        {
            return counts?.Invoke(box) == false ? Verdict.Ignored : Verdict.FalseAlarm;
        }

        chosen.IsTaken = true;
        return chosen.IsIgnored ? Verdict.Ignored : Verdict.Hit;
    }

    private static Candidate? Choose(ImageBox box, List<Candidate> truths, double minOverlap)
    {
        Candidate? chosen = null;
        var best = Math.Min(minOverlap, 1 - 1e-10);
        foreach (var candidate in truths.Where(candidate => !candidate.IsTaken || candidate.Truth.IsIgnored))
        {
            if (chosen is { IsIgnored: false } && candidate.IsIgnored)
            {
                break;
            }

            var overlap = candidate.Truth.IsIgnored ? Overlap.Inside(box, candidate.Truth.Box) : Overlap.OverUnion(box, candidate.Truth.Box);
            if (overlap >= best)
            {
                (chosen, best) = (candidate, overlap);
            }
        }

        return chosen;
    }

    private sealed class Candidate(Truth truth, int index, bool isIgnored)
    {
        public Truth Truth { get; } = truth;

        public int Index { get; } = index;

        public bool IsIgnored { get; } = isIgnored;

        public bool IsTaken { get; set; }
    }
}
