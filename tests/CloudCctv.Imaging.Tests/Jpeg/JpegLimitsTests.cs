using CloudCctv.HostileBatches.Fuzz;
using CloudCctv.HostileBatches.Jpegs;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Imaging.Tests.Jpeg;

/// <summary>What is refused from the markers alone, before libjpeg-turbo is called.</summary>
public sealed class JpegLimitsTests : IDisposable
{
    private readonly JpegDecoder decoder = new();

    public void Dispose() => decoder.Dispose();

    [Fact]
    public void Progressive_AtTheLimitOfScans_IsDecoded() => Decode(RawJpeg.GreyProgressive(64, 48, 32));

    [Theory]
    [InlineData(64, 48, 33, JpegFault.TooManyScans)]
    [InlineData(4_000, 4_000, 5_000, JpegFault.TooManyScans)]
    [InlineData(4_200, 4_200, 2, JpegFault.TooLarge)]
    public void Progressive_BeyondALimit_IsRefusedWithoutAllocation(int width, int height, int scans, JpegFault fault)
    {
        var bomb = RawJpeg.GreyProgressive(width, height, scans);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Assert.Throws<JpegException>(() => decoder.ReadHeader(bomb));

        Assert.Equal(fault, refused.Fault);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Sequential_InManyScans_IsRefused() =>
        Assert.Equal(JpegFault.TooManyScans, Assert.Throws<JpegException>(() => decoder.ReadHeader(RawJpeg.ManySequentialScans(40))).Fault);

    [Fact]
    public void PictureWithTooFewBytesForItsPixels_IsRefused() =>
        Assert.Contains("missing", Assert.Throws<JpegException>(() => decoder.ReadHeader(RawJpeg.Resized(Picture.Empty(), 8_000, 5_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void BlackPicture_AsSmallAsEncodersMakeIt_IsDecoded() => Decode(Picture.Empty(4_000, 3_000, 0));

    [Fact]
    public async Task DamagedPictures_NothingEscapesAndNothingIsWrittenOutside()
    {
        var tally = await FuzzRun.RunAsync(SharedTargets.Pictures, 0, 500, TestContext.Current.CancellationToken);

        Assert.Empty(tally.Escaped);
        Assert.Empty(tally.Wrong);
    }

    private void Decode(byte[] jpeg)
    {
        var size = decoder.ReadHeader(jpeg);
        decoder.DecodeLuma(jpeg, JpegScale.Eighth, new byte[JpegScale.Eighth.Scaled(size.Width) * JpegScale.Eighth.Scaled(size.Height)]);
    }
}
