using CloudCctv.Storage;
using CloudCctv.Tests.Support;

namespace CloudCctv.Uploader.Tests.Running;

public sealed class ReloadTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string SettingsFile => folder.File("settings.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ChangedFile_RestartsTheCamerasThatChanged_AndNoOther()
    {
        using MjpegCamera gate = new(folder), yard = new(folder), door = new(folder);
        Write(("gate", gate.Url, ""), ("yard", yard.Url, ""));
        await using var uploader = new RunningUploader(SettingsFile, Store());
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > 3 && uploader.FramesOf("yard") > 3);
        var (gateBefore, yardBefore) = (gate.Connections, yard.Connections);

        // Of the yard's something that needs a new start, of the gate nothing; the door is new.
        Write(("gate", gate.Url, ""), ("yard", yard.Url, ", \"events\": { \"preRollFrames\": 5 }"), ("door", door.Url, ""));
        uploader.Watch.Reload();
        await uploader.UntilAsync(() => yard.Connections > yardBefore && uploader.FramesOf("door") > 3);
        var seen = uploader.FramesOf("gate");
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > seen);

        Assert.Equal(gateBefore, gate.Connections);
        Assert.True(uploader.Logged("yard: starting anew with changed settings"));
    }

    [Fact]
    public async Task ChangedMotion_ReachesTheGateWithoutLosingTheStream()
    {
        using var gate = new MjpegCamera(folder);
        Write(("gate", gate.Url, ""));
        await using var uploader = new RunningUploader(SettingsFile, Store());
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > 3);
        var before = gate.Connections;

        Write(("gate", gate.Url, ", \"motion\": { \"threshold\": 40 }"));
        uploader.Watch.Reload();
        var seen = uploader.FramesOf("gate");
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > seen + 5);

        Assert.Equal(before, gate.Connections);
        Assert.Equal(40, uploader.Settings.Current.Cameras[0].Motion.Threshold);
        Assert.True(uploader.Logged("gate: what counts as motion has changed; watching goes on"));
    }

    [Fact]
    public async Task RemovedCamera_IsLetGo()
    {
        using MjpegCamera gate = new(folder), yard = new(folder);
        Write(("gate", gate.Url, ""), ("yard", yard.Url, ""));
        await using var uploader = new RunningUploader(SettingsFile, Store());
        await uploader.UntilAsync(() => uploader.FramesOf("yard") > 3);

        Write(("gate", gate.Url, ""));
        uploader.Watch.Reload();

        await uploader.UntilAsync(async () => await uploader.HeartbeatAsync() is { Cameras: [{ Name: "gate" }] });
    }

    [Fact]
    public async Task WrongFile_IsRefusedWithItsFaults_AndTheOldSettingsGoOn()
    {
        using var gate = new MjpegCamera(folder);
        Write(("gate", gate.Url, ""));
        await using var uploader = new RunningUploader(SettingsFile, Store());
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > 3);
        var (connections, settings) = (gate.Connections, uploader.Settings.Current);

        Write(("gate", gate.Url, ", \"motion\": { \"threshold\": 4000 }"));
        uploader.Watch.Reload();

        Assert.Same(settings, uploader.Settings.Current);
        Assert.True(uploader.Logged("cameras[0].motion.threshold is 4000; it must be a whole number between 1 and 255."));
        var seen = uploader.FramesOf("gate");
        await uploader.UntilAsync(() => uploader.FramesOf("gate") > seen);
        Assert.Equal(connections, gate.Connections);
    }

    [Fact]
    public async Task FileOnDiskChanges_IsNoticedByItself()
    {
        using var gate = new MjpegCamera(folder);
        Write(("gate", gate.Url, ""));
        await using var uploader = new RunningUploader(SettingsFile, Store());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var watching = uploader.Watch.RunAsync(stop.Token);

        Write(("gate", gate.Url, ", \"motion\": { \"threshold\": 41 }"));
        await uploader.UntilAsync(() => uploader.Settings.Current.Cameras[0].Motion.Threshold == 41);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Fact]
    public async Task ChangedSite_WaitsForTheNextStart_AndSaysSo()
    {
        using var gate = new MjpegCamera(folder);
        Write(("gate", gate.Url, ""));
        await using var uploader = new RunningUploader(SettingsFile, Store());

        File.WriteAllText(SettingsFile, File.ReadAllText(SettingsFile).Replace("\"farm\"", "\"barn\"", StringComparison.Ordinal));
        uploader.Watch.Reload();

        Assert.Equal("farm", uploader.Settings.Current.Site);
        Assert.True(uploader.Logged("settings: site will change at the next start only"));
    }

    private Store Store() => StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System);

    private void Write(params (string Name, string Url, string More)[] cameras) => File.WriteAllText(SettingsFile, $$"""
        { "site": "farm", "device": "pi", "dataFolder": "{{folder.File("data")}}", "cameras": [
          {{string.Join(",\n", cameras.Select(camera => $$"""{ "name": "{{camera.Name}}", "source": "{{camera.Url}}"{{camera.More}} }"""))}}
        ] }
        """);
}
