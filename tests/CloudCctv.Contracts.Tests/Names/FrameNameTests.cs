using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Tests.Names;

public sealed class FrameNameTests
{
    [Fact]
    public void FormatAndParse_GiveEachOther()
    {
        var name = new FrameName(12, new DateTimeOffset(2026, 11, 20, 7, 32, 5, 123, TimeSpan.Zero));

        Assert.Equal("000012-073205123.jpg", name.ToString());
        Assert.True(FrameName.TryParse(name.ToString(), out var parsed));
        Assert.Equal(name, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12-073205123.jpg")]
    [InlineData("000000-073205123.jpg")]
    [InlineData("000012-073205123.jpeg")]
    [InlineData("000012-243205123.jpg")]
    [InlineData("../000012-073205123.jpg")]
    [InlineData("000012-073205123.jpg\n")]
    [InlineData("a/000012-073205123.jpg")]
    public void Parse_AnythingElse_IsRefused(string? text) => Assert.False(FrameName.TryParse(text, out _));
}
