using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Motion;

public sealed class HalfScaleTests
{
    [Fact]
    public void Shrink_OddSides_TakesTheMeanOfWhatIsThere()
    {
        byte[] plane =
        [
            0, 4, 10,
            8, 4, 20,
            7, 9, 255,
        ];
        var shrunk = new byte[4];

        HalfScale.Shrink(plane, 3, 3, shrunk);

        Assert.Equal([4, 15, 8, 255], shrunk);
    }
}
