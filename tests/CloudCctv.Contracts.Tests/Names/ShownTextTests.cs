using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Tests.Names;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("Einfahrt Süd 駅", "Einfahrt Süd 駅")]
    [InlineData("a\r\nb\u001b[31m", "a??b?[31m")]
    [InlineData("gpj\u202Eexe\u200B", "gpj?exe?")]
    [InlineData("two\u2028lines", "two?lines")]
    [InlineData(null, "(null)")]
    [InlineData("", "")]
    public void Of_Text_ShowsOnlyWhatCanBeSeen(string? text, string shown) => Assert.Equal(shown, ShownText.Of(text));

    [Fact]
    public void Of_HalfACharacter_IsReplaced() => Assert.Equal("a\uFFFDb", ShownText.Of("a\ud83db"));

    [Fact]
    public void Of_LongText_IsCutBetweenCharacters() => Assert.Equal("🙂🙂…", ShownText.Of("🙂🙂🙂", 2));
}
