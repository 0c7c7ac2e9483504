using System.Globalization;
using CloudCctv.Contracts.Health;
using CloudCctv.Uploader.Upload.Budget;

namespace CloudCctv.Uploader.Tests.Upload.Budget;

public sealed class StageRuleTests
{
    [Theory]
    [InlineData(0, 0, DataStage.Full)]
    [InlineData(49, 0.1, DataStage.Full)]
    [InlineData(51, 0.1, DataStage.FewerFrames)]
    [InlineData(51, 0.52, DataStage.Full)]
    [InlineData(84, 0.8, DataStage.FewerFrames)]
    [InlineData(90, 0.8, DataStage.FirstPictures)]
    [InlineData(90, 0.95, DataStage.Full)]
    [InlineData(100, 0.99, DataStage.SmallPictures)]
    [InlineData(500, 0.1, DataStage.SmallPictures)]
    public void StageOf_PercentUsedAndShareOfTheMonthGone(int percentUsed, double elapsed, DataStage expected) =>
        Assert.Equal(expected, StageRule.StageOf(percentUsed, 100, elapsed));

    [Fact]
    public void AllowanceOf_EveryStageKeepsAtLeastTwoPictures() =>
        Assert.All(Enum.GetValues<DataStage>(), stage => Assert.True((StageRule.AllowanceOf(stage).MostFrames ?? int.MaxValue) >= 2));

    [Theory]
    [InlineData("2026-03-01", 1, "2026-03-01", "2026-04-01")]
    [InlineData("2026-03-31", 1, "2026-03-01", "2026-04-01")]
    [InlineData("2026-03-14", 15, "2026-02-15", "2026-03-15")]
    [InlineData("2026-03-15", 15, "2026-03-15", "2026-04-15")]
    [InlineData("2026-01-27", 28, "2025-12-28", "2026-01-28")]
    public void MonthOf_BeginsOnItsDay(string local, int day, string start, string end) =>
        Assert.Equal(
            new DataMonth(DateOnly.Parse(start, CultureInfo.InvariantCulture), DateOnly.Parse(end, CultureInfo.InvariantCulture)),
            DataMonth.Of(DateTime.Parse(local, CultureInfo.InvariantCulture), day));
}
