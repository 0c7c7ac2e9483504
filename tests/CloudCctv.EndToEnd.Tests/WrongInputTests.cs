using CloudCctv.Demo;
using CloudCctv.Tests.Support;

namespace CloudCctv.EndToEnd.Tests;

/// <summary>Mistakes of people at the command line: one clear line each, and an exit code.</summary>
public sealed class WrongInputTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--source missing.mp4", 1, "does not exist")]
    [InlineData("--source ftp://host/x", 1, "the scheme 'ftp'")]
    [InlineData("--source {text}", 1, "Cannot read")]
    [InlineData("--source {text} --site Farm!", 2, "site is 'Farm!'")]
    [InlineData("--source {text} --device \"\"", 2, "device is")]
    [InlineData("--config {text}", 2, ":1: not JSON")]
    [InlineData("--config missing.json", 2, "cannot be read")]
    [InlineData("", 2, "No camera")]
    public async Task Uploader_WrongInput_SaysSoInOneLine(string arguments, int code, string expected)
    {
        await File.WriteAllTextAsync(folder.File("text"), "no recording, no settings", Token);
        var (exit, lines) = await RunAsync(Programs.Uploader, ["run", "--data", folder.File("data"), "--store", folder.File("store"), .. Split(arguments)]);

        Assert.Equal(code, exit);
        Assert.Single(lines, line => line.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Uploader_OneOfTwoRecordingsUnreadable_PlaysTheOther()
    {
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 60);
        await File.WriteAllTextAsync(folder.File("broken.avi"), "no recording", Token);
        await File.WriteAllTextAsync(folder.File("two.json"), $$"""
            { "cameras": [ { "name": "good", "source": "{{clip}}" }, { "name": "broken", "source": "{{folder.File("broken.avi")}}" }, { "name": "gone", "source": "{{folder.File("gone.avi")}}" } ] }
            """, Token);

        var (exit, lines) = await RunAsync(Programs.Uploader, ["run", "--config", folder.File("two.json"), "--speed", "max", "--data", folder.File("data"), "--store", folder.File("store")]);

        Assert.Equal(1, exit);
        Assert.Contains(lines, line => line.Contains("good: end of recording after 60 frames", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("broken: Cannot read", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("gone: Source", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Uploader_SecretOnTheCommandLine_IsRefusedAndNotRepeated()
    {
        var (exit, lines) = await RunAsync(Programs.Uploader, ["run", "--source", folder.Path, "--data", folder.File("data"), "--store", "AccountName=x;AccountKey=c2VjcmV0"]);

        Assert.Equal(2, exit);
        Assert.Contains(lines, line => line.Contains("CLOUDCCTV_STORE", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("c2VjcmV0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Motion_Json_GivesALinePerFrameAndPerEvent()
    {
        var clip = Ffmpeg.TestClip(folder.File("clip.avi"), "mjpeg", frames: 70, size: "640x480");

        var (exit, lines) = await RunAsync(Programs.Uploader, ["motion", "--source", clip, "--json"]);

        Assert.Equal(0, exit);
        Assert.Equal(70, lines.Count(line => line.StartsWith("""{"frame":""", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.StartsWith("""{"event":1,"firstFrame":""", StringComparison.Ordinal));
    }

    private IEnumerable<string> Split(string arguments) =>
        arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(argument => argument.Replace("\"\"", "", StringComparison.Ordinal).Replace("{text}", folder.File("text"), StringComparison.Ordinal));

    private static async Task<(int Code, List<string> Lines)> RunAsync(string program, IEnumerable<string> arguments)
    {
        var lines = new List<string>();
        await using var child = ChildProgram.Start(program, arguments, new Dictionary<string, string?> { ["CLOUDCCTV_STORE"] = null }, line =>
        {
            lock (lines)
            {
                lines.Add(line);
            }
        });
        return (await child.WaitAsync(Token), lines);
    }
}
