namespace CloudCctv.Detection.Evaluation;

/// <summary>How one kind of people or picture does at the threshold in use, at overlap 0.5.</summary>
/// <param name="Name">Such as <c>32 to 63 px</c>.</param>
/// <param name="Found">People found.</param>
/// <param name="Missed">People missed.</param>
/// <param name="FalseAlarms">Detections with nobody there.</param>
public sealed record BreakdownRow(string Name, int Found, int Missed, int FalseAlarms)
{
    /// <summary>Share of people found; null without people.</summary>
    public double? Recall => Found + Missed == 0 ? null : (double)Found / (Found + Missed);
}

/// <summary>Tells where the misses and the false alarms are.</summary>
public static class Breakdown
{
    private const double SmallArea = 32 * 32;
    private const double LargeArea = 96 * 96;

    private static readonly (string Name, Func<ImageBox, bool> Holds)[] Sizes =
    [
        ("small (below 32² px)", box => Overlap.Area(box) < SmallArea),
        ("medium (32² to 96² px)", box => Overlap.Area(box) is >= SmallArea and <= LargeArea),
        ("large (above 96² px)", box => Overlap.Area(box) > LargeArea),
    ];

    private static readonly (string Name, float From, float Below)[] Heights =
    [
        ("below 16 px", 0, 16), ("16 to 31 px", 16, 32), ("32 to 63 px", 32, 64), ("64 to 127 px", 64, 128), ("128 to 255 px", 128, 256),
        ("256 px and more", 256, float.PositiveInfinity),
    ];

    private static readonly (string Name, double From, double Below)[] Light =
    [
        ("dark (luma below 50)", 0, 50), ("dim (50 to 99)", 50, 100), ("normal (100 to 169)", 100, 170), ("bright (170 and more)", 170, double.PositiveInfinity),
    ];

    /// <summary>By COCO's sizes, of the area of the box.</summary>
    public static IReadOnlyList<BreakdownRow> BySize(IReadOnlyList<JudgedPicture> pictures) =>
        [.. Sizes.Select(size => Row(size.Name, pictures, size.Holds))];

    /// <summary>By the height of the box, pixels of the picture as it came.</summary>
    public static IReadOnlyList<BreakdownRow> ByHeight(IReadOnlyList<JudgedPicture> pictures) =>
        [.. Heights.Select(height => Row(height.Name, pictures, box => box.Height >= height.From && box.Height < height.Below))];

    /// <summary>By the mean luma of the whole picture.</summary>
    public static IReadOnlyList<BreakdownRow> ByBrightness(IReadOnlyList<JudgedPicture> pictures) =>
        [.. Light.Select(light => Row(light.Name, [.. pictures.Where(one => one.Picture.Brightness >= light.From && one.Picture.Brightness < light.Below)], _ => true))];

    /// <summary>The area bound of COCO's <c>AP small</c>, <c>medium</c> and <c>large</c>, in that order.</summary>
    internal static IEnumerable<Func<ImageBox, bool>> CocoSizes => Sizes.Select(size => size.Holds);

    private static BreakdownRow Row(string name, IReadOnlyList<JudgedPicture> pictures, Func<ImageBox, bool> holds)
    {
        var people = pictures.SelectMany(one => one.Match.Truths).Where(truth => !truth.IsIgnored && holds(truth.Truth.Box)).ToList();
        var found = people.Count(truth => truth.IsFound);
        var falseAlarms = pictures.SelectMany(one => one.Match.Detections).Count(one => one.Verdict == Verdict.FalseAlarm && holds(one.Found.Box));
        return new BreakdownRow(name, found, people.Count - found, falseAlarms);
    }
}

/// <summary>A picture and how it does at the threshold in use.</summary>
public sealed record JudgedPicture(ExaminedPicture Picture, PictureMatch Match);
