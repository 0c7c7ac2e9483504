using CloudCctv.Storage.Objects;

namespace CloudCctv.Storage.Tests.Objects;

public class ObjectNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("home/door/2026/03/02/120000000-1-1.zip")]
    [InlineData("A-Z_a.z~0@9")]
    public void Constructor_GoodName_KeepsIt(string name) => Assert.Equal(name, new ObjectName(name).Value);

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/./b")]
    [InlineData(".store/tmp/a")]
    [InlineData("a./b")]
    [InlineData("a\\b")]
    [InlineData("C:\\a")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a b")]
    [InlineData("a%2e%2e/b")]
    [InlineData("a?sig=1")]
    [InlineData("é")]
    public void Constructor_HostileName_Throws(string name)
    {
        var fault = Assert.Throws<ArgumentException>(() => new ObjectName(name));

        Assert.DoesNotContain(fault.Message, char.IsControl);
        Assert.False(ObjectName.TryParse(name, out _));
    }

    [Fact]
    public void Constructor_LongerThanTheLimit_Throws()
    {
        Assert.Equal(ObjectName.MaxLength, new ObjectName(new string('a', ObjectName.MaxLength)).Value.Length);
        Assert.Throws<ArgumentException>(() => new ObjectName(new string('a', ObjectName.MaxLength + 1)));
    }

    [Fact]
    public void Value_OfDefault_Throws() => Assert.Throws<InvalidOperationException>(() => default(ObjectName).Value);
}
