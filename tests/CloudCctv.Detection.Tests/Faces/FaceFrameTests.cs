using CloudCctv.Detection.Faces;

namespace CloudCctv.Detection.Tests.Faces;

public sealed class FaceFrameTests
{
    private static readonly FaceLandmarks<ImagePoint> Template = new(
        new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f));

    [Theory]
    [InlineData(0, 1, 0, 0)]
    [InlineData(30, 2.5, 100, -20)]
    [InlineData(-45, 0.3, 5, 400)]
    public void Of_TurnedScaledAndMovedPoints_TurnsThemBack(double degrees, double scale, double right, double down)
    {
        double cos = Math.Cos(degrees * Math.PI / 180) * scale, sin = Math.Sin(degrees * Math.PI / 180) * scale;
        ImagePoint Move(ImagePoint point) => new((float)((cos * point.X) - (sin * point.Y) + right), (float)((sin * point.X) + (cos * point.Y) + down));

        var frame = FaceFrame.Of(new DetectedObject("face", 1, default) { Landmarks = Template.Map(Move) });

        Assert.Equal(112 * scale, frame.SidePixels, 0.05);
        var eye = Move(Template.RightEye);
        float u = 38.2946f / 112, v = 51.6963f / 112;
        Assert.Equal(eye.X, (frame.A * u) - (frame.B * v) + frame.X, 0.05);
        Assert.Equal(eye.Y, (frame.B * u) + (frame.A * v) + frame.Y, 0.05);
    }

    [Fact]
    public void Of_BoxAlone_IsTheSquareAroundIt() =>
        Assert.Equal(new FaceFrame(40, 0, 5, 20), FaceFrame.Of(new DetectedObject("face", 1, new ImageBox(10, 20, 40, 60))));
}
