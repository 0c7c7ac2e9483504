using System.Diagnostics;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Tests.Clips;
using CloudCctv.Uploader.Tests.Clips.Sending;
using CloudCctv.Uploader.Tests.Commands;

namespace CloudCctv.Uploader.Tests.Faults;

/// <summary>The real program with clips that are all sent, ended as by a power cut at each step on a clip's way into the spool.</summary>
public sealed class ClipKillTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Clips => folder.File("data", "clips", "gate");

    private string Spool => folder.File("data", "spool");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task KilledAtEveryStep_EveryClipArrivesOnceWithItsBytes()
    {
        MovingSquare.Write(folder.File("gate"), quiet: 36, moving: 30, seed: 1);
        File.WriteAllText(folder.File("settings.json"), $$"""
            { "site": "farm", "device": "pi", "dataFolder": "{{folder.File("data")}}", "store": "{{folder.File("store")}}", "health": { "enabled": false },
              "cameras": [ { "name": "gate", "source": "{{folder.File("gate")}}", "clips": { "enabled": true, "send": "always" } } ] }
            """);

        foreach (var step in SpoolSteps.OfClips)
        {
            Assert.Equal(128 + 9, await RunAsync(step));
        }

        Assert.Equal(0, await RunAsync(null));

        var clips = ClipSample.Files(Clips);
        // What one run leaves, the next may die at before it has filmed anything.
        Assert.InRange(clips.Length, 2, SpoolSteps.OfClips.Count + 1);
        Assert.All(clips, clip => Assert.EndsWith(".mp4", clip, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFiles(Spool, "*.zip*"));
        var arrived = await ArrivedAsync();
        Assert.Equal(clips.Length, arrived.Count);
        Assert.Equal(clips.Length, arrived.Select(batch => batch.Event.Id).Distinct().Count());
    }

    private async Task<List<BatchName>> ArrivedAsync()
    {
        var store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System).Objects;
        var arrived = new List<BatchName>();
        await foreach (var found in store.ListAsync(StoreLayout.BatchPrefix, Token))
        {
            if (StoreLayout.BatchAt(found.Name.Value) is { IsClip: true } batch)
            {
                await using var content = await store.OpenReadAsync(found.Name, Token);
                ClipZip.AssertHolds(content!.Content, batch, FakeClip.PathIn(Clips, batch.Event));
                arrived.Add(batch);
            }
        }

        return arrived;
    }

    private async Task<int> RunAsync(string? crashAt)
    {
        var start = new ProcessStartInfo("dotnet", [UploaderProgram.Path, "run", "--config", folder.File("settings.json"), "--speed", "max"]) { RedirectStandardOutput = true };
        start.Environment[CrashPoint.Variable] = crashAt;
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        try
        {
            await process.WaitForExitAsync(Token);
            return process.ExitCode;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
