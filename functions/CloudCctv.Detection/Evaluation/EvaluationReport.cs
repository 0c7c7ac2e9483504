namespace CloudCctv.Detection.Evaluation;

/// <summary>How good a detector is on a set of labelled pictures.</summary>
public sealed record EvaluationReport
{
    /// <summary>Overlap at which a detection counts, wherever none is named.</summary>
    public const double MinOverlap = 0.5;

    private const int Steps = 20;

    public required int Pictures { get; init; }

    /// <summary>Pictures with at least one object.</summary>
    public required int PicturesWithObjects { get; init; }

    /// <summary>Objects to be found.</summary>
    public required int Objects { get; init; }

    public required int IgnoredRegions { get; init; }

    /// <summary>The threshold in use, 0 to 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>Average precision at overlap 0.5, see <see cref="AveragePrecision"/>; null without objects.</summary>
    public required double? Ap50 { get; init; }

    /// <summary>The mean over overlaps 0.50 to 0.95.</summary>
    public required double? Ap50To95 { get; init; }

    /// <summary>The same for small, medium and large objects, in COCO's sense.</summary>
    public required IReadOnlyList<double?> ApBySize { get; init; }

    /// <summary>See <see cref="PictureLevel.RocAuc"/>.</summary>
    public required double? RocAuc { get; init; }

    /// <summary>Whole pictures at the threshold in use.</summary>
    public required PictureCounts InUse { get; init; }

    /// <summary>Whole pictures at 0.05, 0.10 … 0.95.</summary>
    public required IReadOnlyList<PictureCounts> Thresholds { get; init; }

    /// <summary>The threshold of <see cref="Thresholds"/> with the best F1; null without objects.</summary>
    public required PictureCounts? Best { get; init; }

    public required IReadOnlyList<BreakdownRow> BySize { get; init; }

    public required IReadOnlyList<BreakdownRow> ByHeight { get; init; }

    public required IReadOnlyList<BreakdownRow> ByBrightness { get; init; }

    /// <param name="pictures">Every labelled picture, with what was found down to a score near 0.</param>
    /// <param name="threshold">The threshold in use, 0 to 1.</param>
    public static EvaluationReport Of(IReadOnlyList<ExaminedPicture> pictures, double threshold)
    {
        var judged = Judge(pictures, threshold);
        var thresholds = Enumerable.Range(1, Steps - 1).Select(step => PictureLevel.At(Math.Round(step / (double)Steps, 2), pictures)).ToList();
        return new EvaluationReport
        {
            Pictures = pictures.Count,
            PicturesWithObjects = pictures.Count(picture => picture.HasObjects),
            Objects = pictures.Sum(picture => picture.Truths.Count(truth => !truth.IsIgnored)),
            IgnoredRegions = pictures.Sum(picture => picture.Truths.Count(truth => truth.IsIgnored)),
            Threshold = threshold,
            Ap50 = AveragePrecision.Of(pictures, MinOverlap),
            Ap50To95 = AveragePrecision.OverCocoOverlaps(pictures),
            ApBySize = [.. Breakdown.CocoSizes.Select(size => AveragePrecision.OverCocoOverlaps(pictures, size))],
            RocAuc = PictureLevel.RocAuc(pictures),
            InUse = PictureLevel.At(threshold, pictures),
            Thresholds = thresholds,
            Best = thresholds.Where(counts => counts.F1 > 0).MaxBy(counts => counts.F1),
            BySize = Breakdown.BySize(judged),
            ByHeight = Breakdown.ByHeight(judged),
            ByBrightness = Breakdown.ByBrightness(judged),
        };
    }

    /// <summary>Every picture at one threshold, at <see cref="MinOverlap"/>.</summary>
    public static IReadOnlyList<JudgedPicture> Judge(IEnumerable<ExaminedPicture> pictures, double threshold) => [.. pictures.Select(picture => new JudgedPicture(
        picture,
        Matching.Match(picture with { Found = [.. picture.Found.Where(found => found.Score >= threshold)] }, MinOverlap)))];
}
