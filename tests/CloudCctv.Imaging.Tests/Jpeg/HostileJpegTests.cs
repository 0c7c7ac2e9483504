using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Imaging.Tests.Jpeg;

public sealed class HostileJpegTests : IDisposable
{
    private const int Side = 64;

    private readonly JpegDecoder decoder = new();
    private readonly byte[] jpeg;

    public HostileJpegTests()
    {
        using var encoder = new JpegEncoder();
        using var encoded = encoder.EncodeRgb(TestPicture.Rgb(Side, Side), Side, Side, 85);
        jpeg = encoded.Span.ToArray();
    }

    public void Dispose() => decoder.Dispose();

    [Fact]
    public void CutOffPicture_IsRefused()
    {
        var refused = Assert.Throws<JpegException>(() => Decode(jpeg[..(jpeg.Length * 3 / 4)]));

        Assert.Contains("cannot be decoded", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CutAtAnyByte_DoesNotSpoilTheNextPicture()
    {
        for (var length = 0; length < jpeg.Length; length += 3)
        {
            Assert.Throws<JpegException>(() => Decode(jpeg[..length]));
            Decode(jpeg);
        }
    }

    [Fact]
    public void PictureWithPaddingAfterItsEnd_IsDecoded() => Decode([.. jpeg, .. new byte[40]]);

    [Theory]
    [InlineData("")]
    [InlineData("FFD8")]
    [InlineData("89504E470D0A1A0A0000000D49484452")]
    [InlineData("3C68746D6C3E6E6F7420612070696374757265")]
    [InlineData("FFD8FFE000104A46494600")]
    public void BytesThatAreNoJpeg_AreRefused(string hex) =>
        Assert.Throws<JpegException>(() => decoder.ReadHeader(Convert.FromHexString(hex)));

    [Fact]
    public void HeaderThatClaimsGiantPicture_IsRefusedBeforeAnythingIsAllocated()
    {
        var giant = WithSize(65_500, 65_500);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Assert.Throws<JpegException>(() => decoder.ReadHeader(giant));

        Assert.Contains("65500×65500", refused.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Throws<JpegException>(() => decoder.DecodeRgb(giant, JpegScale.Full, []));
    }

    [Fact]
    public void LimitOnPixels_IsInclusive()
    {
        using var exact = new JpegDecoder(new JpegLimits(Side * Side));
        using var below = new JpegDecoder(new JpegLimits((Side * Side) - 1));

        Assert.Equal(Side * Side, exact.ReadHeader(jpeg).Pixels);
        Assert.Throws<JpegException>(() => below.ReadHeader(jpeg));
    }

    [Fact]
    public void BufferThatIsTooSmall_IsRefusedBeforeNativeCodeWrites() =>
        Assert.Throws<ArgumentException>(() => decoder.DecodeRgb(jpeg, JpegScale.Half, new byte[(32 * 32 * 3) - 1]));

    [Fact]
    public void FlippedBytes_NeverCrashAndNeverWriteOutside()
    {
        var random = new Random(20);
        var room = new byte[(Side * Side * 3) + 64];
        for (var round = 0; round < 2000; round++)
        {
            var broken = (byte[])jpeg.Clone();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
            {
                broken[random.Next(2, broken.Length)] = (byte)random.Next(256);
            }

            room.AsSpan(Side * Side * 3).Fill(0xA5);
            try
            {
                decoder.DecodeRgb(broken, JpegScale.Full, room.AsSpan(0, Side * Side * 3));
            }
            catch (Exception exception) when (exception is JpegException or ArgumentException)
            {
                // Either is a fair answer; what follows must hold with and without it.
            }

            Assert.Equal(-1, room.AsSpan(Side * Side * 3).IndexOfAnyExcept((byte)0xA5));
        }
    }

    private void Decode(byte[] bytes) => decoder.DecodeRgb(bytes, JpegScale.Full, new byte[Side * Side * 3]);

    private byte[] WithSize(ushort width, ushort height)
    {
        var changed = (byte[])jpeg.Clone();
        var frame = changed.AsSpan().IndexOf([(byte)0xFF, (byte)0xC0]);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(frame + 5), height);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(changed.AsSpan(frame + 7), width);
        return changed;
    }
}
