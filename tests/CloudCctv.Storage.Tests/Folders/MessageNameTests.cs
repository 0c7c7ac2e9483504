using CloudCctv.Storage.Folders;

namespace CloudCctv.Storage.Tests.Folders;

public class MessageNameTests
{
    [Fact]
    public void ToString_AndBack_IsTheSame()
    {
        var name = new MessageName(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(1), Guid.CreateVersion7(), 7);

        Assert.True(MessageName.TryParse(name.ToString(), out var parsed));
        Assert.Equal(name, parsed);
        Assert.StartsWith("20260302T1000000000001Z_", name.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("_7.msg", name.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".msg")]
    [InlineData("../../etc/passwd")]
    [InlineData("20260302T1000000000001Z_0123456789abcdef0123456789abcdef_1")]
    [InlineData("20260302T1000000000001Z_0123456789abcdef0123456789abcdef_-1.msg")]
    [InlineData("20260302T1000000000001Z_../0123456789abcdef0123456789a_1.msg")]
    [InlineData("20261302T1000000000001Z_0123456789abcdef0123456789abcdef_1.msg")]
    [InlineData("20260302T1000000000001Z_0123456789abcdef0123456789abcdef_1_1.msg")]
    public void TryParse_NoNameOfOurs_False(string text) => Assert.False(MessageName.TryParse(text, out _));
}
