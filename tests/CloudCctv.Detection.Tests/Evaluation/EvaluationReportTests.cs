using CloudCctv.Detection.Evaluation;
using static CloudCctv.Detection.Tests.Evaluation.Pictures;

namespace CloudCctv.Detection.Tests.Evaluation;

public sealed class EvaluationReportTests
{
    private static readonly ExaminedPicture Dark = Of([Person(10, 10), Person(300, 10, 10, 20), Crowd(0, 300, 100, 100)], Found(0.9f, 10, 10), Found(0.35f, 500, 100, 100, 200)) with { Brightness = 20, Name = "dark.jpg" };
    private static readonly ExaminedPicture Bright = Of([Person(10, 10, 100, 300)], Found(0.2f, 10, 10, 100, 300), Found(0.6f, 500, 10)) with { Brightness = 200, Name = "bright.jpg" };

    [Fact]
    public void Of_TwoPictures_CountsWhatIsThere()
    {
        var report = EvaluationReport.Of([Dark, Bright], 0.3);

        Assert.Equal((2, 2, 3, 1), (report.Pictures, report.PicturesWithObjects, report.Objects, report.IgnoredRegions));
        Assert.Equal(0.3, report.InUse.Threshold);
        Assert.Equal(19, report.Thresholds.Count);
        Assert.Null(report.RocAuc);
    }

    [Fact]
    public void Of_TwoPictures_SaysWhereTheMissesAre()
    {
        var report = EvaluationReport.Of([Dark, Bright], 0.3);

        Assert.Equal([(0, 1, 0), (1, 0, 1), (0, 1, 1)], report.BySize.Select(row => (row.Found, row.Missed, row.FalseAlarms)));
        Assert.Equal((1, 0, 1), Row(report.ByHeight, "64 to 127 px"));
        Assert.Equal((0, 1, 0), Row(report.ByHeight, "256 px and more"));
        Assert.Equal((1, 1, 1), Row(report.ByBrightness, "dark (luma below 50)"));
        Assert.Equal((0, 1, 1), Row(report.ByBrightness, "bright (170 and more)"));
    }

    [Fact]
    public void WorstCases_TheLargestMissAndTheSurestFalseAlarmComeFirst()
    {
        var judged = EvaluationReport.Judge([Dark, Bright], 0.3);

        Assert.Equal(["bright.jpg", "dark.jpg"], WorstCases.Misses(judged, 10).Select(one => one.Judged.Picture.Name));
        Assert.Equal([0.2f, 0], WorstCases.Misses(judged, 10).Select(one => one.Score));
        Assert.Equal([0.6f, 0.35f], WorstCases.FalseAlarms(judged, 10).Select(one => one.Score));
        Assert.Single(WorstCases.FalseAlarms(judged, 1));
    }

    private static (int Found, int Missed, int FalseAlarms) Row(IEnumerable<BreakdownRow> rows, string name)
    {
        var row = rows.Single(row => row.Name == name);
        return (row.Found, row.Missed, row.FalseAlarms);
    }
}
