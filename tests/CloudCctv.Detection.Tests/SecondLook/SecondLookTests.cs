using System.ComponentModel.DataAnnotations;
using CloudCctv.Detection.SecondLook;
using CloudCctv.Detection.Tests.Models;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.SecondLook;

public sealed class SecondLookTests
{
    // The street, 768×576, in the middle of a picture of 4032×3024: people are 60 to 100 pixels tall in it, 8 in what the first look sees.
    private const int FarFactor = 5;

    [Fact]
    public void Detect_PersonTooFarForTheFirstLook_IsFoundWhereItMoved()
    {
        var (far, people) = FarStreet();
        using var once = ObjectDetector.Open(new() { SecondLook = SecondLookMode.Off });
        using var twice = ObjectDetector.Open(new());

        Assert.Empty(once.Detect(far, attention: people[0]));
        Assert.Contains(people, person => twice.Detect(far, attention: person).Any(found => Holds(found.Box, person)));
        Assert.Empty(twice.Detect(far));
    }

    [Fact]
    public void Detect_Everywhere_FindsMoreThanOneLook()
    {
        var frames = Footage.Frames("vtest.avi", 0, 200, 400, 600);
        using var once = ObjectDetector.Open(new() { SecondLook = SecondLookMode.Off });
        using var twice = ObjectDetector.Open(new() { SecondLook = SecondLookMode.Everywhere });

        Assert.True(frames.Sum(frame => twice.Detect(frame).Count) > frames.Sum(frame => once.Detect(frame).Count));
    }

    [Fact]
    public void Detect_PersonAlreadySeenWhereItMoved_IsNotLookedAtAgain()
    {
        var frame = Footage.Frames("vtest.avi", 100)[0];
        using var once = ObjectDetector.Open(new() { SecondLook = SecondLookMode.Off });
        using var twice = ObjectDetector.Open(new() { SecondLookBelow = 0.4f });
        var found = once.Detect(frame);
        Assert.InRange(found[0].Score, 0.4f, 1);

        Assert.Equal(found, twice.Detect(frame, attention: found[0].Box));
    }

    [Theory]
    [InlineData(float.NaN, 0, 10, 10)]
    [InlineData(-50, -50, -10, -10)]
    [InlineData(700, 500, 100, 100)]
    [InlineData(0, 0, float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(10, 10, 10, 10)]
    public void Detect_RegionThatIsNone_IsNoFault(float left, float top, float right, float bottom)
    {
        using var detector = ObjectDetector.Open(new());

        Assert.Empty(detector.Detect(TestJpeg.Grey(640, 480), attention: new(left, top, right, bottom)));
    }

    [Fact]
    public void Open_BudgetOutsideItsRange_IsNamed() =>
        Assert.Contains("SecondLookBudget", Assert.Throws<ValidationException>(() => ObjectDetector.Open(new() { SecondLookBudget = 0 })).Message, StringComparison.Ordinal);

    private static (byte[] Jpeg, List<ImageBox> People) FarStreet()
    {
        var street = Footage.Frames("vtest.avi", 100)[0];
        using var detector = ObjectDetector.Open(new() { SecondLook = SecondLookMode.Off });
        using var decoder = new JpegDecoder();
        var size = decoder.ReadHeader(street);
        var rgb = new byte[size.Pixels * 3];
        decoder.DecodeRgb(street, JpegScale.Full, rgb);
        int width = size.Width * FarFactor, height = size.Height * FarFactor, left = width / 2, top = height / 2;
        var wide = new byte[width * height * 3];
        wide.AsSpan().Fill(110);
        for (var y = 0; y < size.Height; y++)
        {
            rgb.AsSpan(y * size.Width * 3, size.Width * 3).CopyTo(wide.AsSpan((((top + y) * width) + left) * 3));
        }

        using var encoder = new JpegEncoder();
        using var jpeg = encoder.EncodeRgb(wide, width, height, 90);
        var people = detector.Detect(street, 0.4f).Select(one => new ImageBox(one.Box.Left + left, one.Box.Top + top, one.Box.Right + left, one.Box.Bottom + top));
        return (jpeg.Span.ToArray(), [.. people]);
    }

    private static bool Holds(ImageBox box, ImageBox person)
    {
        float x = (person.Left + person.Right) / 2, y = (person.Top + person.Bottom) / 2;
        return x > box.Left && x < box.Right && y > box.Top && y < box.Bottom;
    }
}
