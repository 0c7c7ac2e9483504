namespace CloudCctv.Analysis.Retention;

/// <summary>What one run deleted, or would have.</summary>
/// <param name="DryRun">True if nothing was deleted.</param>
/// <param name="ByAge">Events older than they may be kept.</param>
/// <param name="ByRoom">Events that had to make room.</param>
/// <param name="InWork">Events that were due and left alone, because a zip of theirs waits or is worked on.</param>
/// <param name="MoreToDo">True if the run ended at its limit.</param>
/// <param name="BytesKept">Room that sightings take after it, as far as measured; 0 if there is no limit.</param>
/// <param name="BytesOver">Of it, what is over the limit and may not go: starred, or in work; or what the next run will delete.</param>
public sealed record RetentionReport(
    bool DryRun, IReadOnlyList<Disposable> ByAge, IReadOnlyList<Disposable> ByRoom, int InWork, bool MoreToDo, long BytesKept, long BytesOver)
{
    /// <summary>Records of what is long over.</summary>
    public int Records { get; init; }

    public int Events => ByAge.Count + ByRoom.Count;

    public int Pictures => ByAge.Sum(one => one.Pictures) + ByRoom.Sum(one => one.Pictures);

    public long Bytes => ByAge.Sum(one => one.Bytes) + ByRoom.Sum(one => one.Bytes);
}
