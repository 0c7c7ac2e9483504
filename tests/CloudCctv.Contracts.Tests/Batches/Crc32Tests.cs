using System.Text;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Contracts.Tests.Batches;

public sealed class Crc32Tests
{
    // The check value of the CRC catalogue: https://reveng.sourceforge.io/crc-catalogue (CRC-32/ISO-HDLC).
    [Fact]
    public void Of_CheckString_IsThePublishedValue() => Assert.Equal(0xCBF43926, Crc32.Of(Encoding.ASCII.GetBytes("123456789")));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1001)]
    public void Of_AnyLength_EqualsNaiveTwin(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);

        Assert.Equal(Naive(bytes), Crc32.Of(bytes));
    }

    private static uint Naive(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
