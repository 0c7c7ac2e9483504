using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Health;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Storage.Objects;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Health;

/// <summary>A device at <c>farm</c> that reports as told, and a server that watches, both by one clock that stands still.</summary>
internal sealed class HealthScene : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 7, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, string?> settings;

    public HealthScene(params (string Key, string Value)[] settings)
    {
        this.settings = settings.ToDictionary(one => one.Key, one => (string?)one.Value);
        System = new Installation(settings: this.settings, clock: Clock);
    }

    public ManualTimeProvider Clock { get; } = new(Start);

    public Installation System { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Titles of what people were told, in order.</summary>
    public IReadOnlyList<string> Told => [.. System.Channel.Sent.Select(message => message.Alert.Title())];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Another process that watches the same store.</summary>
    public Installation Another(Func<IObjectStore, IObjectStore>? wrap = null) => new(sharing: System, wrap: wrap, settings: settings, clock: Clock);

    public Heartbeat Beat(string device = "gate-pi") => new()
    {
        Version = Heartbeat.CurrentVersion,
        Program = "0.1.0",
        Site = "farm",
        Device = device,
        Time = Now,
        Uptime = 86_400,
        FreeMb = 20_000,
        Throttled = "0",
        Spool = new() { Bytes = 0, Evicted = 0 },
        Settings = new() { Hash = "0123456789ab" },
        Cameras = [Camera("gate"), Camera("yard")],
    };

    public static CameraHeartbeat Camera(string name, CameraState state = CameraState.Watching, long seconds = 3600) =>
        new() { Name = name, State = state, For = seconds, Seen = 1000, Kept = 10, Last = state == CameraState.Watching ? 1 : seconds };

    public Task ReportAsync(Heartbeat heartbeat) => ReportAsync(HeartbeatSerializer.Write(heartbeat), heartbeat.Device);

    public async Task ReportAsync(byte[] bytes, string device = "gate-pi")
    {
        var name = StoreLayout.HealthOf("farm", device);
        await System.Store.Objects.PutAsync(new ObjectName(name), bytes, Token);

        // The folder's files have the time of this machine.
        File.SetLastWriteTimeUtc(Path.Combine(System.FolderPath, "objects", name), Now.UtcDateTime);
    }

    /// <summary>One look, and what comes of it is sent.</summary>
    public async Task WatchAsync(Installation? by = null)
    {
        await (by ?? System).Get<HeartbeatWatch>().WatchAsync(Token);
        await System.DeliverAsync();
    }

    /// <summary>Time passes, minute by minute, with a report and a look in each.</summary>
    public async Task LiveAsync(int minutes, Func<Heartbeat>? beat = null)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await ReportAsync(beat?.Invoke() ?? Beat());
            await WatchAsync();
        }
    }

    /// <summary>The same without a report.</summary>
    public async Task SilenceAsync(int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await WatchAsync();
        }
    }

    public Task<DeviceAlarms> AlarmsAsync(string device = "gate-pi") => System.Get<AlarmStore>().FindAsync("farm", device, Token);

    public ValueTask DisposeAsync() => System.DisposeAsync();
}
