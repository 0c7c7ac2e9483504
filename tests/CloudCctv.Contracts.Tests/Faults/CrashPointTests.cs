using CloudCctv.Contracts.Faults;

namespace CloudCctv.Contracts.Tests.Faults;

/// <summary>That an armed step really ends the process is shown where there is a process to end: in the tests of both programs.</summary>
public sealed class CrashPointTests
{
    [Theory]
    [InlineData(null, null, 0)]
    [InlineData("", null, 0)]
    [InlineData("spool-sealed", "spool-sealed", 1)]
    [InlineData("spool-sealed:12", "spool-sealed", 12)]
    public void Parse_StepAndTimes_Apart(string? text, string? step, int times) =>
        Assert.Equal((step, times), CrashPoint.Parse(text));

    [Theory]
    [InlineData("spool-sealed:")]
    [InlineData("spool-sealed:0")]
    [InlineData("spool-sealed:often")]
    public void Parse_TimesThatAreNoNumber_SaysWhatWouldBeRight(string text) =>
        Assert.Contains("a number from 1", Assert.Throws<FormatException>(() => CrashPoint.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Reach_NotArmed_GoesOn() => CrashPoint.Reach("spool-sealed");
}
