using System.Collections.Concurrent;
using System.Text;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Commands;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Remote;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Tests.Settings.Remote;

/// <summary>Settings from afar, from a real folder store, by a clock that the test moves.</summary>
public sealed class RemoteLoopTests : IDisposable, ILogger
{
    private const string Threshold20 = """{ "cameras": [ { "name": "gate", "motion": { "threshold": 20 } } ] }""";
    private const string Threshold30 = """{ "cameras": [ { "name": "gate", "motion": { "threshold": 30 } } ] }""";

    private readonly TempFolder folder = new();
    private readonly ManualTimeProvider clock = new();
    private readonly ConcurrentQueue<string> log = new();
    private IObjectStore store;

    public RemoteLoopTests() => store = StoreFactory.Create(new StoreOptions { Folder = folder.File("store") }, TimeProvider.System).Objects;

    private int Trials => log.Count(line => line.Contains("on trial", StringComparison.Ordinal));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task CameraGoesOn_SettingsAreKept_AndOutliveARestartWithoutAStore()
    {
        var device = NewDevice();
        await PutAsync(Threshold20);

        await RunTrialAsync(device, cameraGoesOn: true);

        Assert.Equal((20, null), (device.Threshold, device.Settings.Tell().Refused));
        Directory.Delete(folder.File("store"), recursive: true);
        var restarted = NewDevice();
        Assert.Equal(16, restarted.Threshold);
        restarted.Loop.Restore();
        Assert.Equal(20, restarted.Threshold);
    }

    [Fact]
    public async Task CameraFallsSilent_SettingsAreTakenBack_AndNotTriedAgain()
    {
        var device = NewDevice();
        await PutAsync(Threshold20);

        await RunTrialAsync(device, cameraGoesOn: false);

        Assert.Equal(16, device.Threshold);
        Assert.Contains(log, line => line.Contains("refused and will not be tried again: gate sent no more pictures.", StringComparison.Ordinal));
        Assert.Equal((RemoteContent.HashOf(Threshold20), null), (device.Settings.Tell().Refused, device.Settings.Tell().Remote));

        // The same again, after a restart: refused without a trial. Others: tried.
        var restarted = NewDevice();
        restarted.Loop.Restore();
        await LookOnceAsync(restarted);
        Assert.Equal(16, restarted.Threshold);
        await PutAsync(Threshold30);
        await RunTrialAsync(restarted, cameraGoesOn: true);
        Assert.Equal(30, restarted.Threshold);
    }

    [Fact]
    public async Task RestartInTheMiddleOfTheTrial_Twice_IsTheSettingsFault()
    {
        await PutAsync(Threshold20);
        for (var start = 0; start < 2; start++)
        {
            var device = NewDevice();
            device.Loop.Restore();
            using var power = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var running = device.Loop.RunAsync(power.Token);
            await UntilAsync(() => device.Threshold == 20 && clock.WaitingTimers == 1);
            await power.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        var last = NewDevice();
        last.Loop.Restore();
        await LookOnceAsync(last);

        Assert.Equal(16, last.Threshold);
        Assert.Contains(log, line => line.Contains("in the middle of their trial, twice", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SettingsGone_LocalOnesAreInForceAgain()
    {
        var device = NewDevice();
        await PutAsync(Threshold20);
        await RunTrialAsync(device, cameraGoesOn: true);

        await store.DeleteAsync(Name(), Token);
        var restarted = NewDevice();
        restarted.Loop.Restore();
        await LookOnceAsync(restarted);

        Assert.Equal(16, restarted.Threshold);
    }

    [Fact]
    public async Task LocalFileLosesTheCamera_WhatCameFromAfarWaits_UntilItFitsAgain()
    {
        var device = NewDevice();
        await PutAsync(Threshold20);
        await RunTrialAsync(device, cameraGoesOn: true);
        var file = File.ReadAllText(folder.File("settings.json"));

        File.WriteAllText(folder.File("settings.json"), file.Replace("gate", "door", StringComparison.Ordinal));
        device.Settings.Reload();
        Assert.Equal((16, null), (device.Threshold, device.Settings.Tell().Remote));

        File.WriteAllText(folder.File("settings.json"), file);
        device.Settings.Reload();
        Assert.Equal((20, RemoteContent.HashOf(Threshold20)), (device.Threshold, device.Settings.Tell().Remote));
    }

    [Theory]
    [InlineData("""{ "store": "/elsewhere" }""", "'store' is no key of the settings")]
    [InlineData("""{ "cameras": [ { "name": "gate", "source": "rtsp://evil/1" } ] }""", "'source' is no key of cameras[0]")]
    [InlineData("""{ "cameras": [ { "name": "gate", "capture": { "maxSpeed": true } } ] }""", "capture.maxSpeed cannot be changed from afar")]
    [InlineData("""{ "cameras": [ { "name": "door" } ] }""", "there is no camera 'door' on this device; it has gate.")]
    [InlineData("""{ "remote": { "publicKey": null } }""", "'remote' is no key")]
    [InlineData("""{ "batches": { "seconds": 0 } }""", "batches.seconds is 0; it must be a number between 0.5 and 600.")]
    [InlineData("""{ "for": "farm/other" }""", "'for' is 'farm/other'; it must be 'farm/pi'.")]
    [InlineData("not json", "not JSON")]
    public async Task WhatMayNotBeChangedOrIsWrong_IsRefusedAsAWhole(string json, string expected)
    {
        var device = NewDevice();
        await PutAsync(json);

        await LookOnceAsync(device);

        Assert.Contains(log, line => line.Contains(expected, StringComparison.Ordinal));
        Assert.Null(device.Settings.Remote);
    }

    [Theory]
    [InlineData("no signature")]
    [InlineData("signature of another key")]
    [InlineData("signature of another text")]
    [InlineData("signed for another device")]
    [InlineData("signed without a revision")]
    public async Task KeyIsSet_WhatTheOwnerDidNotSignForThisDevice_IsRefused(string what)
    {
        var (owner, publicKey) = OwnerKey.Generate();
        var other = OwnerKey.Generate().PrivatePem;
        var text = what switch
        {
            "signed for another device" => """{ "for": "farm/other", "revision": 1 }""",
            "signed without a revision" => """{ "for": "farm/pi" }""",
            _ => """{ "for": "farm/pi", "revision": 1 }""",
        };
        if (what != "no signature")
        {
            await SignAsync(what == "signature of another text" ? text + " " : text, what == "signature of another key" ? other : owner);
        }

        await PutAsync(text);
        var device = NewDevice(publicKey);
        await LookOnceAsync(device);

        Assert.Contains(log, line => line.Contains("refused", StringComparison.Ordinal));
        Assert.Null(device.Settings.Remote);
    }

    [Fact]
    public async Task KeyIsSet_WhatTheOwnerSigned_IsTaken_AndOlderRevisionsNeverAgain()
    {
        const string Second = """{ "for": "farm/pi", "revision": 2, "cameras": [ { "name": "gate", "motion": { "threshold": 20 } } ] }""";
        const string First = """{ "for": "farm/pi", "revision": 1, "cameras": [ { "name": "gate", "motion": { "threshold": 255 } } ] }""";
        var (owner, publicKey) = OwnerKey.Generate();
        var device = NewDevice(publicKey);
        await SignAsync(Second, owner);
        await PutAsync(Second);
        await RunTrialAsync(device, cameraGoesOn: true);
        Assert.Equal(20, device.Threshold);

        await SignAsync(First, owner);
        await PutAsync(First);
        var restarted = NewDevice(publicKey);
        restarted.Loop.Restore();
        await LookOnceAsync(restarted);

        Assert.Equal(20, restarted.Threshold);
        Assert.Contains(log, line => line.Contains("'revision' is 1; it must be a whole number, 2 or more.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StoreAway_IsLoggedOnce()
    {
        var nobody = $"http://127.0.0.1:{FreePort.Next()}/{AzuriteServer.Account}";
        store = StoreFactory.Create(new StoreOptions
        {
            ConnectionString = $"AccountName={AzuriteServer.Account};AccountKey={AzuriteServer.Key};BlobEndpoint={nobody};QueueEndpoint={nobody}",
        }, TimeProvider.System).Objects;
        var device = NewDevice();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = device.Loop.RunAsync(stop.Token);
        for (var look = 0; look < 3; look++)
        {
            await UntilAsync(() => clock.WaitingTimers == 1);
            clock.Advance(TimeSpan.FromSeconds(300));
        }

        await UntilAsync(() => clock.WaitingTimers == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(log, line => line.Contains("could not be looked for", StringComparison.Ordinal));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Enqueue(formatter(state, exception));

    private Device NewDevice(string? publicKey = null)
    {
        File.WriteAllText(folder.File("settings.json"), """{ "cameras": [ { "name": "gate", "source": "rtsp://10.0.0.7/1" } ] }""");
        var settings = new SettingsInForce(new CommandSettings { Config = folder.File("settings.json") }.Merge, this);
        var health = new DeviceHealth(clock, this);
        var loop = new RemoteLoop(
            new RemoteOptions { Enabled = true }, new RemoteShelf(store, "farm", "pi"), new RemoteCheck(publicKey, "farm/pi"),
            new RemoteStateFile(folder.File("remote-settings.json"), this), settings, health, clock, this);
        return new Device(settings, health, loop);
    }

    private async Task RunTrialAsync(Device device, bool cameraGoesOn)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Frame(device);
        var trials = Trials;
        var running = device.Loop.RunAsync(stop.Token);
        for (var half = 0; half < 2; half++)
        {
            await UntilAsync(() => Trials > trials && clock.WaitingTimers == 1);
            if (cameraGoesOn)
            {
                Frame(device);
            }

            clock.Advance(TimeSpan.FromSeconds(60));
        }

        // Waiting for the next look.
        await UntilAsync(() => clock.WaitingTimers == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private async Task LookOnceAsync(Device device)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = device.Loop.RunAsync(stop.Token);
        await UntilAsync(() => clock.WaitingTimers == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private void Frame(Device device) => device.Health.CameraOf("gate").Saw(new Luma(new byte[16], 4, 4, 16, 16), clock.GetUtcNow());

    private static ObjectName Name(string suffix = "") => new("settings/farm/pi.json" + suffix);

    private Task PutAsync(string json) => store.PutAsync(Name(), Encoding.UTF8.GetBytes(json), Token);

    private Task SignAsync(string json, string key) =>
        store.PutAsync(Name(".sig"), Encoding.UTF8.GetBytes(OwnerKey.Sign(Encoding.UTF8.GetBytes(json), key, "key")), Token);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(5, deadline.Token);
        }
    }

    private sealed record Device(SettingsInForce Settings, DeviceHealth Health, RemoteLoop Loop)
    {
        public int Threshold => Settings.Current.Cameras[0].Motion.Threshold;
    }
}
