using System.Text;
using System.Text.Json;
using CloudCctv.Analysis.Health;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Gallery.Tests.Support;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.Gallery.Tests.Status;

/// <summary>Puts heartbeats into a gallery's store, as devices would, and has them looked at.</summary>
internal static class StatusScene
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static Heartbeat Beat(string site, string device, params CameraHeartbeat[] cameras) => new()
    {
        Version = Heartbeat.CurrentVersion,
        Program = "0.1.0",
        Site = site,
        Device = device,
        Time = TimeProvider.System.GetUtcNow(),
        Uptime = 86_400 * 12,
        FreeMb = 20_000,
        Celsius = 51.2,
        Spool = new() { Bytes = 12_000_000, Oldest = 95, Evicted = 0 },
        Data = new() { Mb = 412 },
        Settings = new() { Hash = "0123456789ab" },
        Cameras = cameras,
    };

    public static CameraHeartbeat Camera(string name, CameraState state = CameraState.Watching) =>
        new() { Name = name, State = state, For = 7200, Seen = 1000, Kept = 10, Last = state == CameraState.Watching ? 1 : 7200 };

    public static async Task ReportAsync(GalleryServer server, Heartbeat heartbeat)
    {
        await server.Objects.PutAsync(new ObjectName(StoreLayout.HealthOf(heartbeat.Site, heartbeat.Device)), HeartbeatSerializer.Write(heartbeat), Token);
        await server.Services.GetRequiredService<HeartbeatWatch>().WatchAsync(Token);
    }

    /// <summary>A device that has been silent for an hour, and was watched for all that time.</summary>
    public static async Task FallSilentAsync(GalleryServer server, string site, string device)
    {
        var (name, now) = (new ObjectName(StoreLayout.HealthOf(site, device)), TimeProvider.System.GetUtcNow());
        File.SetLastWriteTimeUtc(server.FileOf(name), now.AddHours(-1).UtcDateTime);
        var mark = $$"""{"lookedAt":"{{now:O}}","since":"{{now.AddDays(-1):O}}"}""";
        await server.Objects.PutAsync(new ObjectName("alarms/watch.json"), Encoding.UTF8.GetBytes(mark), Token);
        await server.Services.GetRequiredService<HeartbeatWatch>().WatchAsync(Token);
    }

    /// <summary>A farm with everything on it: cameras that are well and unwell, a silent device, something in the past.</summary>
    public static async Task FarmAsync(GalleryServer server)
    {
        await ReportAsync(server, Beat("farm", "gate-pi", Camera("gate", CameraState.Covered), Camera("yard")));
        await ReportAsync(server, Beat("farm", "a-device-with-a-rather-long-name-of-40-x", Camera("a-camera-with-a-rather-long-name")));
        await ReportAsync(server, Beat("quarry", "pit-pi", Camera("pit"), Camera("crusher", CameraState.Lost)) with { FreeMb = 120 });
        await ReportAsync(server, Beat("barn", "barn-pi", Camera("stable")));
        await FallSilentAsync(server, "barn", "barn-pi");
        var store = server.Services.GetRequiredService<AlarmStore>();
        var alarms = await store.FindAsync("farm", "gate-pi", Token);
        var past = alarms.Open[0] with { Cause = AlarmCause.Backlog, Camera = null, Detail = "The oldest event waits for 84 min", ClosedAt = alarms.Open[0].OpenedAt };
        var json = JsonSerializer.SerializeToUtf8Bytes(alarms with { Past = [past] }, Web);
        await server.Objects.PutAsync(new ObjectName("alarms/farm/gate-pi.json"), json, Token);
    }
}
