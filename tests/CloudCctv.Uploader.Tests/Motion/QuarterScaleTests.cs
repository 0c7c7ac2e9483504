using CloudCctv.Uploader.Motion;

namespace CloudCctv.Uploader.Tests.Motion;

public sealed class QuarterScaleTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(64, 4)]
    [InlineData(67, 9)]
    [InlineData(320, 240)]
    [InlineData(1918, 1078)]
    public void Shrink_AnySize_EqualsNaiveTwin(int width, int height)
    {
        var plane = new byte[width * height];
        new Random(width).NextBytes(plane);
        var shrunk = new byte[(width + 3) / 4 * ((height + 3) / 4)];

        QuarterScale.Shrink(plane, width, height, shrunk);

        Assert.Equal(Naive(plane, width, height), shrunk);
    }

    [Fact]
    public void Shrink_RowsWithPadding_LeavesThePaddingOut()
    {
        const int width = 200, height = 30, stride = 256;
        var padded = new byte[stride * height];
        new Random(1).NextBytes(padded);
        var plane = Enumerable.Range(0, height).SelectMany(row => padded.Skip(row * stride).Take(width)).ToArray();
        var shrunk = new byte[width / 4 * ((height + 3) / 4)];

        QuarterScale.Shrink(padded, stride, width, height, shrunk);

        Assert.Equal(Naive(plane, width, height), shrunk);
    }

    private static byte[] Naive(byte[] plane, int width, int height)
    {
        int outWidth = (width + 3) / 4, outHeight = (height + 3) / 4;
        var shrunk = new byte[outWidth * outHeight];
        for (var y = 0; y < outHeight; y++)
        {
            for (var x = 0; x < outWidth; x++)
            {
                var values =
                    from py in Enumerable.Range(y * 4, 4)
                    from px in Enumerable.Range(x * 4, 4)
                    where px < width && py < height
                    select (int)plane[(py * width) + px];
                shrunk[(y * outWidth) + x] = (byte)Math.Floor(values.Average() + 0.5);
            }
        }

        return shrunk;
    }
}
