using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Tests.Events;

public sealed class JpegColoursTests
{
    // Kr and Kb of ITU-R BT.709-6 and BT.601-7.
    private static readonly (double Red, double Blue) Bt709 = (0.2126, 0.0722), Bt601 = (0.299, 0.114);

    [Fact]
    public void AnyColour_ComesOutAsTheOtherMatrixWouldHaveMadeIt()
    {
        var random = new Random(7);
        for (var i = 0; i < 2000; i++)
        {
            double red = random.Next(256), green = random.Next(256), blue = random.Next(256);
            var yuv = Filled(5, 3, Encode(Bt709, red, green, blue));

            yuv = Converted(yuv, 5, 3, fullRange: true, isBt709: true);

            // A difference of one is the rounding of what went in, one more that of what comes out.
            var expected = Filled(5, 3, Encode(Bt601, red, green, blue));
            Assert.All(yuv.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2));
        }
    }

    [Fact]
    public void Grey_StaysAsItIs()
    {
        Assert.Equal(Filled(70, 4, (77, 128, 128)), Converted(Filled(70, 4, (77, 128, 128)), 70, 4, fullRange: true, isBt709: true));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(64, 32)]
    [InlineData(131, 17)]
    [InlineData(320, 240)]
    public void Convert_AnyColours_IsAtMostOneOffItsNaiveTwin(int width, int height)
    {
        var yuv = new byte[(width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2))];
        new Random(width).NextBytes(yuv);
        foreach (var (fullRange, isBt709) in new[] { (true, false), (false, false), (true, true), (false, true) })
        {
            var expected = NaiveJpegColours.Convert(yuv, width, height, fullRange, isBt709);
            var most = isBt709 && !fullRange ? 2 : 1;

            Assert.All(Converted(yuv, width, height, fullRange, isBt709).Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, most));
        }
    }

    [Fact]
    public void Convert_RowsWithPadding_LeavesThePaddingOut()
    {
        byte[] luma = [10, 20, 30, 0, 40, 50, 60, 0], blues = [70, 80, 0, 0], reds = [90, 100, 0, 0];
        var packed = new byte[10];

        JpegColours.Convert(new YuvPlanes(luma, 4, blues, reds, 4, 3, 2), fullRange: true, isBt709: false, packed);

        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], packed);
    }

    [Fact]
    public void Convert_BlackAndWhiteOfVideo_AreThoseOfJpeg()
    {
        Assert.Equal(Filled(64, 2, (0, 128, 128)), Converted(Filled(64, 2, (16, 128, 128)), 64, 2, fullRange: false, isBt709: true));
        Assert.Equal(Filled(64, 2, (255, 128, 128)), Converted(Filled(64, 2, (235, 128, 128)), 64, 2, fullRange: false, isBt709: true));
    }

    private static byte[] Converted(byte[] yuv, int width, int height, bool fullRange, bool isBt709)
    {
        var converted = new byte[yuv.Length];
        JpegColours.Convert(YuvPlanes.Of(yuv, width, height), fullRange, isBt709, converted);
        return converted;
    }

    private static (byte Y, byte Cb, byte Cr) Encode((double Red, double Blue) k, double red, double green, double blue)
    {
        var luma = (k.Red * red) + ((1 - k.Red - k.Blue) * green) + (k.Blue * blue);
        return (Round(luma), Round(128 + ((blue - luma) / (2 * (1 - k.Blue)))), Round(128 + ((red - luma) / (2 * (1 - k.Red)))));
    }

    private static byte Round(double value) => (byte)Math.Clamp(Math.Round(value), 0, 255);

    private static byte[] Filled(int width, int height, (byte Y, byte Cb, byte Cr) colour)
    {
        var chroma = (width + 1) / 2 * ((height + 1) / 2);
        return [.. Enumerable.Repeat(colour.Y, width * height), .. Enumerable.Repeat(colour.Cb, chroma), .. Enumerable.Repeat(colour.Cr, chroma)];
    }
}
