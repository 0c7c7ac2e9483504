using System.Collections.Concurrent;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Health.Cameras;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Health;

/// <summary>Where all parts of the uploader leave what the heartbeat tells. Thread-safe.</summary>
public sealed class DeviceHealth(TimeProvider clock, ILogger logger)
{
    private const long Never = long.MinValue;

    private static readonly IReadOnlyDictionary<string, string> NoReasons = new Dictionary<string, string>();

    private readonly ConcurrentDictionary<string, CameraHealth> cameras = new(StringComparer.Ordinal);
    private long evicted;
    private long clipsEvicted;
    private long lastUpload = Never;

    /// <summary>Something happened that should not wait for the next heartbeat: a camera or the settings changed.</summary>
    public event Action? Changed;

    /// <summary>A batch was delivered: the link is up just now.</summary>
    public event Action? Uploaded;

    /// <summary>Batches that were given up for want of space, or found none.</summary>
    public long Evicted => Interlocked.Read(ref evicted);

    /// <summary>Of clips, which the device keeps: no cause for alarm.</summary>
    public long ClipsEvicted => Interlocked.Read(ref clipsEvicted);

    /// <summary>What became of the clips that people asked for; null while nobody looks for such wishes.</summary>
    public ClipHeartbeat? Clips { get; private set; }

    public TimeSpan? SinceLastUpload => Volatile.Read(ref lastUpload) is var at && at != Never ? clock.GetElapsedTime(at) : null;

    /// <summary>Tells what the link has carried; null before anybody counts.</summary>
    public Func<DataHeartbeat>? Data { get; set; }

    /// <summary>Which settings are in force.</summary>
    public SettingsHeartbeat Settings { get; private set; } = new() { Hash = "" };

    /// <summary>Those in trouble first, then by name.</summary>
    public IReadOnlyList<CameraHeartbeat> Cameras =>
    [
        .. cameras.Values.Select(camera => camera.Tell())
            .OrderBy(camera => camera.State is CameraState.Watching)
            .ThenBy(camera => camera.Name, StringComparer.Ordinal),
    ];

    /// <summary>The health of a camera; it outlives restarts of the camera.</summary>
    public CameraHealth CameraOf(string name) => cameras.GetOrAdd(name, _ =>
    {
        var camera = new CameraHealth(name, clock, logger);
        camera.Changed += () => Changed?.Invoke();
        return camera;
    });

    /// <summary>The settings no longer list this camera.</summary>
    public void Forget(string name)
    {
        cameras.TryRemove(name, out _);
        Changed?.Invoke();
    }

    public void Use(SettingsHeartbeat settings)
    {
        Settings = settings;
        Changed?.Invoke();
    }

    public void Use(ClipHeartbeat? clips)
    {
        var same = clips is null == Clips is null && clips?.DataFrom == Clips?.DataFrom
            && (clips?.Missing ?? []).SequenceEqual(Clips?.Missing ?? []) && (clips?.Why ?? NoReasons).SequenceEqual(Clips?.Why ?? NoReasons);
        Clips = clips;
        if (!same)
        {
            Changed?.Invoke();
        }
    }

    public void BatchDelivered()
    {
        Volatile.Write(ref lastUpload, clock.GetTimestamp());
        Uploaded?.Invoke();
    }

    /// <summary>For whoever gives up batches for want of space.</summary>
    public void BatchEvicted(BatchName batch) => Interlocked.Increment(ref (batch.IsClip ? ref clipsEvicted : ref evicted));
}
