using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tracks;

/// <summary>The same thing from frame to frame, as far as boxes can tell. Goes on from one batch of an event to the next.</summary>
public sealed record Track
{
    /// <summary>Scores that are remembered; older ones no longer move the median.</summary>
    public const int MaxScores = 50;

    public required string Label { get; init; }

    /// <summary>Where it was last, in 0..1 of the frame.</summary>
    public required Box Box { get; init; }

    /// <summary>When that was, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Of its detections, oldest first, at most <see cref="MaxScores"/>.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>True once it was sure enough; it stays so, because a person who turns away is still one.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>By the name of each counting line: where it last stood on one side of it for certain; null if it never did.</summary>
    public IReadOnlyDictionary<string, Corner>? Sides { get; init; }

    /// <summary>Middle score; of an even number the mean of the two in the middle.</summary>
    public static double Median(IReadOnlyList<double> scores)
    {
        var sorted = scores.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    public Track Judged(Rules.CameraRules rules) => this with
    {
        IsConfirmed = IsConfirmed || (Scores.Count > 1 && Median(Scores) >= rules.MedianScore) || Scores.Max() >= rules.LoneScore,
    };

    internal Track With(Box box, double score, DateTimeOffset time) =>
        this with { Box = box, Time = time, Scores = [.. Scores.TakeLast(MaxScores - 1), score] };
}
