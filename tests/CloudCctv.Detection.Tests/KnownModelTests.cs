using CloudCctv.Detection.Tests.Models;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests;

/// <summary>Published models, without a card beside them, on real frames.</summary>
public sealed class KnownModelTests
{
    /// <summary>File, name on its card, and how many people it must find in eight frames, which show about sixty.</summary>
    public static TheoryData<string, string, int> PersonModels => new()
    {
        { "yolox_nano_416.onnx", "yolox-nano-416", 40 },
        { "nanodet_m_416.onnx", "nanodet-m-416", 35 },
        { "fastestdet_352.onnx", "fastestdet-352", 25 },
        { "pdr0013_320x544.onnx", "person-detection-retail-0013", 30 },
    };

    [Theory]
    [MemberData(nameof(PersonModels))]
    public void Detect_StreetWithPeople_FindsThemInEveryFrame(string file, string name, int atLeast)
    {
        var frames = Footage.Frames("vtest.avi", 0, 100, 200, 300, 400, 500, 600, 700);
        using var detector = ObjectDetector.Open(new() { ModelPath = SharedModels.Find(file) });

        var people = frames.Select(frame => detector.Detect(frame).Where(one => one.Label == "person").ToList()).ToList();

        Assert.Equal(name, detector.Model.Name);
        Assert.All(people, Assert.NotEmpty);
        Assert.InRange(people.Sum(found => found.Count), atLeast, 70);
        Assert.All(people.SelectMany(found => found), person =>
        {
            // Upright, and of a size that people have in this street.
            Assert.InRange(person.Box.Height / person.Box.Width, 1, 6);
            Assert.InRange(person.Box.Height, 20, 260);
        });
    }

    [Fact]
    public void Detect_Face_IsFoundWithEyesAboveNoseAboveMouth()
    {
        var jpeg = File.ReadAllBytes(Footage.Find("messi5.jpg"));
        using var detector = ObjectDetector.Open(new() { ModelPath = SharedModels.Find("yunet_s_640.onnx") });

        var face = Assert.Single(detector.Detect(jpeg));

        Assert.Equal("face", face.Label);
        Assert.InRange(face.Score, 0.6f, 1);
        var (rightEye, leftEye, nose, rightMouth, leftMouth) = face.Landmarks!;
        Assert.True(rightEye.X < leftEye.X && rightMouth.X < leftMouth.X, "He faces the camera, so his right is the picture's left.");
        Assert.True(Math.Max(rightEye.Y, leftEye.Y) < nose.Y && nose.Y < Math.Min(rightMouth.Y, leftMouth.Y), "Eyes, nose, mouth from top to bottom.");
        Assert.All([rightEye, leftEye, nose, rightMouth, leftMouth], point =>
        {
            Assert.InRange(point.X, face.Box.Left, face.Box.Right);
            Assert.InRange(point.Y, face.Box.Top, face.Box.Bottom);
        });
    }
}
