using CloudCctv.Gallery.Counts;

namespace CloudCctv.Gallery.Tests.Counts;

public sealed class CsvCellTests
{
    [Theory]
    [InlineData("door", "door")]
    [InlineData("", "")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"in\"", "\"say \"\"in\"\"\"")]
    [InlineData("a\r\n=1", "\"a\r\n=1\"")]
    [InlineData("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"")]
    public void Of_Text_IsNeverAFormula(string text, string expected) => Assert.Equal(expected, CsvCell.Of(text));
}
