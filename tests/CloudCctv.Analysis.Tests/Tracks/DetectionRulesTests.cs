using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Contracts.Geometry;

namespace CloudCctv.Analysis.Tests.Tracks;

public sealed class DetectionRulesTests
{
    // Feet at 0.5, 0.8 of the picture.
    private static readonly SeenObject Person = new("person", 0.6, new Box(0.4, 0.2, 0.6, 0.8));

    [Fact]
    public void Check_WithoutRules_Counts() => Assert.Null(DetectionRules.Check(Person, new CameraRules()));

    [Fact]
    public void Check_ScoreBelowTheCameras_IsNamed()
    {
        Assert.Equal(SuppressionReason.Score, DetectionRules.Check(Person, new CameraRules { MinScore = 0.61f }));
        Assert.Null(DetectionRules.Check(Person, new CameraRules { MinScore = 0.5f }));
    }

    [Theory]
    [InlineData(0.61, 1, 0, 1)]
    [InlineData(0, 0.59, 0, 1)]
    [InlineData(0, 1, 0.13, 1)]
    [InlineData(0, 1, 0, 0.11)]
    public void Check_SizeOutsideTheLimits_IsNamed(double minHeight, double maxHeight, double minArea, double maxArea) =>
        Assert.Equal(SuppressionReason.Size, DetectionRules.Check(Person, new CameraRules { MinHeight = minHeight, MaxHeight = maxHeight, MinArea = minArea, MaxArea = maxArea }));

    [Theory]
    [InlineData("0,0.7 1,0.7 1,1 0,1", null)]
    [InlineData("0,0 1,0 1,0.7 0,0.7", SuppressionReason.Zone)]
    [InlineData("0,0 0.45,0 0.45,1 0,1", SuppressionReason.Zone)]
    public void Check_Zone_IsAskedWhereTheFeetAre(string zone, SuppressionReason? expected) =>
        Assert.Equal(expected, DetectionRules.Check(Person, new CameraRules { Zones = [zone] }));

    [Fact]
    public void Check_OneOfTwoZones_IsEnough() =>
        Assert.Null(DetectionRules.Check(Person, new CameraRules { Zones = ["0,0 0.1,0 0.1,0.1", "0,0.7 1,0.7 1,1 0,1"] }));

    [Fact]
    public void Check_Mask_IsAskedWhereTheFeetAre()
    {
        Assert.Equal(SuppressionReason.Mask, DetectionRules.Check(Person, new CameraRules { Masks = ["0,0.7 1,0.7 1,1 0,1"] }));
        Assert.Null(DetectionRules.Check(Person, new CameraRules { Masks = ["0,0 1,0 1,0.7 0,0.7"] }));
    }

    [Fact]
    public void Check_FeetAtTheLowerEdgeOfThePicture_AreInside() =>
        Assert.Null(DetectionRules.Check(Person with { Box = new Box(0.4, 0.5, 0.6, 1) }, new CameraRules { Zones = ["0,0.7 1,0.7 1,1 0,1"] }));
}
