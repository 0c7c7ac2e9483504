using System.Security.Cryptography;
using CloudCctv.SelfHost.Tests.Support;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Commands;

public sealed class FeedbackTests : IDisposable
{
    private const string Sighting = "farm/gate/2026/11/20/073205123-4k7x9m2q/000001-073205123";

    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Export_WritesWhatWasSaid_AndReplacesNothing()
    {
        await SaveAsync();
        var set = folder.File("set");

        var ended = await ServerProgram.RunAsync("feedback", "export", "--data", folder.Path, set);
        var again = await ServerProgram.RunAsync("feedback", "export", "--data", folder.Path, set);

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal($"{set}: 1 pictures without a person, 0 confirmed.", Assert.Single(ended.OutputLines));
        Assert.Equal([0xFF, 0xD8, 1, 2, 3], await File.ReadAllBytesAsync(Path.Combine(set, "images", $"{Sighting}.jpg"), Token));
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(set, "labels", $"{Sighting}.txt"), Token));
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("is not empty", Assert.Single(again.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_WrongCamera_SaysWhatWouldBeRight()
    {
        await SaveAsync();

        var ended = await ServerProgram.RunAsync("feedback", "export", "--data", folder.Path, "--camera", "gate", folder.File("set"));

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("--camera is 'gate'; it must be site/camera", Assert.Single(ended.ErrorLines), StringComparison.Ordinal);
    }

    private async Task SaveAsync()
    {
        byte[] jpeg = [0xFF, 0xD8, 1, 2, 3];
        await WriteAsync($"flagged/{Sighting}.jpg", jpeg);
        await WriteAsync($"flagged/{Sighting}.json", System.Text.Encoding.UTF8.GetBytes($$"""
            {
              "version": 1, "event": "farm/gate/2026/11/20/073205123-4k7x9m2q", "frame": "000001-073205123.jpg", "time": "2026-11-20T07:32:05.123Z", "width": 160, "height": 120,
              "detections": [ { "label": "person", "score": 0.9, "box": { "left": 0.1, "top": 0.1, "right": 0.3, "bottom": 0.5 } } ],
              "model": { "name": "m", "sha256": "0" }, "motion": { "score": 0.1, "zones": [] },
              "pictureSha256": "{{Convert.ToHexStringLower(SHA256.HashData(jpeg))}}", "manifestSha256": "0", "batch": "farm/gate/2026/11/20/073205123-4k7x9m2q-0001.zip", "device": "pi"
            }
            """));
        await WriteAsync($"feedback/{Sighting}.json", """{ "opinion": "not-a-person", "at": "2026-11-21T10:00:00Z" }"""u8.ToArray());
    }

    private async Task WriteAsync(string name, byte[] content)
    {
        var file = folder.File($"store/objects/{name}");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, content, Token);
    }
}
