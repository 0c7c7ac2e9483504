using CloudCctv.Uploader.Events;

namespace CloudCctv.Uploader.Tests.Events;

public sealed class ColourMatrixTests
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

            ColourMatrix.Bt709ToBt601(yuv, 5, 3);

            // A difference of one is the rounding of what went in, one more that of what comes out.
            var expected = Filled(5, 3, Encode(Bt601, red, green, blue));
            Assert.All(yuv.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 2));
        }
    }

    [Fact]
    public void Grey_StaysAsItIs()
    {
        var yuv = Filled(4, 4, (77, 128, 128));

        ColourMatrix.Bt709ToBt601(yuv, 4, 4);

        Assert.Equal(Filled(4, 4, (77, 128, 128)), yuv);
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
