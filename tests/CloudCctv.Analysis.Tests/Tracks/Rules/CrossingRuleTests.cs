using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tests.Tracks.Rules;

public sealed class CrossingRuleTests
{
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Theory]
    [InlineData("door in 22:00-06:00", "door", CrossingDirection.In, 22, true)] // 23 in Vienna
    [InlineData("door in 22:00-06:00", "door", CrossingDirection.In, 5, false)] // 6 there
    [InlineData("door in 22:00-06:00", "door", CrossingDirection.In, 4, true)]
    [InlineData("door in 22:00-06:00", "door", CrossingDirection.Out, 22, false)]
    [InlineData("door in 22:00-06:00", "gate", CrossingDirection.In, 22, false)]
    [InlineData("* both", "gate", CrossingDirection.Out, 12, true)]
    [InlineData("gate out 08:00-18:00", "gate", CrossingDirection.Out, 12, true)]
    public void Names_LineDirectionAndClock_AllMustFit(string rule, string line, CrossingDirection direction, int hour, bool expected) =>
        Assert.Equal(expected, CrossingRule.TryParse(rule)!.Names(line, direction, new DateTimeOffset(2026, 11, 20, hour, 0, 0, TimeSpan.Zero), Vienna));

    [Theory]
    [InlineData(null)]
    [InlineData("door")]
    [InlineData("door inwards")]
    [InlineData("Door in")]
    [InlineData("door in 22-06")]
    [InlineData("door in 22:00-22:00")]
    [InlineData("door in 22:00-24:00")]
    [InlineData("door in 22:00-06:00 daily")]
    public void TryParse_AnythingElse_IsNull(string? text) => Assert.Null(CrossingRule.TryParse(text));

    [Fact]
    public void LineText_Name_AndTwoPoints()
    {
        Assert.Equal(new CountingLine("door", new(0.2, 0.8), new(0.6, 0.75)), LineText.TryParse("door 0.2,0.8  0.6,0.75"));
        Assert.Null(LineText.TryParse("door 0.2,0.8 0.2,0.8"));
        Assert.Null(LineText.TryParse("door 0.2,0.8 0.3,0.8 0.4,0.8"));
        Assert.Null(LineText.TryParse("door 0.2,0.8 0.3,1.8"));
    }
}
