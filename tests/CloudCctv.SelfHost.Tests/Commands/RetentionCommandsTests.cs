using System.IO.Compression;
using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

/// <summary>The commands around retention, export and erasure; what these do is in the tests of their own.</summary>
public sealed class RetentionCommandsTests : IDisposable
{
    private const string Event = "farm/gate/2026/11/20/073205123-4k7x9m2q";

    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string EventFolder => folder.File("store", "objects", "flagged", "farm", "gate", "2026", "11", "20", "073205123-4k7x9m2q");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Erase_WithoutYesTells_WithYesDoes_AndTheAuditHasIt()
    {
        await SaveAsync();
        string[] range = ["--data", folder.Path, "--from", "2026-11-20T08:30", "--to", "2026-11-20T08:40", "--time-zone", "Europe/Vienna", "--camera", "farm/gate"];

        var told = await ServerProgram.RunAsync(["erase", .. range]);
        Assert.Equal(0, told.ExitCode);
        Assert.StartsWith("Would erase (--yes does it): 1 pictures of 1 events", Assert.Single(told.OutputLines), StringComparison.Ordinal);
        Assert.True(Directory.Exists(EventFolder));

        var done = await ServerProgram.RunAsync(["erase", .. range, "--yes"]);
        Assert.Equal(0, done.ExitCode);
        Assert.False(Directory.Exists(EventFolder));
        var audit = Assert.Single(Directory.EnumerateFiles(folder.File("store", "objects", "audit"), "*.jsonl", SearchOption.AllDirectories));
        Assert.Contains($"\"cause\":\"erased\",\"what\":\"{Event}\"", await File.ReadAllTextAsync(audit, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_PictureThatNothingVouchesFor_IsInTheZipAndTold()
    {
        await SaveAsync();
        var file = folder.File("out.zip");

        var ended = await ServerProgram.RunAsync("export", "--data", folder.Path, "--from", "2026-11-20T07:00Z", "--to", "2026-11-20T08:00Z", file);
        var again = await ServerProgram.RunAsync("export", "--data", folder.Path, "--from", "2026-11-20T07:00Z", "--to", "2026-11-20T08:00Z", file);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("1 of them are not as they were captured", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        using var zip = ZipFile.OpenRead(file);
        Assert.Equal([$"{Event}/000001-073205123.jpg", $"{Event}/000001-073205123.json", "manifest.json", "SHA256SUMS"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("an export replaces nothing", Assert.Single(again.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_OldEvent_IsToldThenDeleted()
    {
        await SaveAsync();
        await File.WriteAllTextAsync(folder.File("server.json"), """{ "Retention": { "KeepDays": 1 } }""", Token);
        // Old by any clock that this will ever run with.
        Directory.Move(folder.File("store", "objects", "flagged", "farm", "gate", "2026"), folder.File("store", "objects", "flagged", "farm", "gate", "2020"));

        var told = await ServerProgram.RunAsync("retention", "--data", folder.Path, "--config", folder.File("server.json"));
        var done = await ServerProgram.RunAsync("retention", "--data", folder.Path, "--config", folder.File("server.json"), "--now");

        Assert.Equal((0, 2), (told.ExitCode, told.OutputLines.Length));
        Assert.StartsWith("age   farm/gate/2020/11/20/073205123-4k7x9m2q  1 pictures", told.OutputLines[0], StringComparison.Ordinal);
        Assert.StartsWith("Deleted: 1 events", done.OutputLines[1], StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder.File("store", "objects"), "*.jpg", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("yesterday", "2026-11-20", "farm/gate", "--from is 'yesterday'")]
    [InlineData("2026-11-21", "2026-11-20", "farm/gate", "--to is '2026-11-20'; it must be after --from")]
    [InlineData("2026-11-19", "2026-11-20", "gate", "--camera is 'gate'; it must be site/camera")]
    public async Task Erase_WrongRange_SaysWhatWouldBeRight(string from, string to, string camera, string expected)
    {
        await SaveAsync();

        var ended = await ServerProgram.RunAsync("erase", "--data", folder.Path, "--from", from, "--to", to, "--camera", camera, "--yes");

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(expected, Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
        Assert.True(Directory.Exists(EventFolder));
    }

    private async Task SaveAsync()
    {
        Directory.CreateDirectory(EventFolder);
        await File.WriteAllBytesAsync(Path.Combine(EventFolder, "000001-073205123.jpg"), [0xFF, 0xD8, 1, 2, 3], Token);
        await File.WriteAllTextAsync(Path.Combine(EventFolder, "000001-073205123.json"), "{}", Token);
    }
}
