using CloudCctv.Uploader.Health;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>
/// Whether cameras go on sending pictures after a change. Those that send none when it begins prove nothing, and are not
/// asked.
/// </summary>
internal sealed class RemoteTrial
{
    private readonly SettingsInForce settings;
    private readonly DeviceHealth health;
    private readonly TimeSpan half;
    private readonly TimeProvider clock;
    private readonly List<string> watching;

    /// <summary>Begins it; to be called before the change.</summary>
    public RemoteTrial(TimeSpan length, SettingsInForce settings, DeviceHealth health, TimeProvider clock)
    {
        (this.settings, this.health, this.clock, half) = (settings, health, clock, length / 2);
        watching = [.. Cameras().Where(name => health.CameraOf(name).SinceLastFrame is { } age && age < half)];
    }

    /// <returns>The cameras that sent pictures before, and none in the second half of the trial.</returns>
    public async Task<IReadOnlyList<string>> SilentAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(half, clock, cancellationToken);
        var frames = watching.ToDictionary(name => name, name => health.CameraOf(name).FramesSeen);
        await Task.Delay(half, clock, cancellationToken);
        // A camera may have left the local file meanwhile.
        return [.. Cameras().Where(name => frames.TryGetValue(name, out var before) && health.CameraOf(name).FramesSeen == before)];
    }

    private IEnumerable<string> Cameras() => settings.Current.Cameras.Select(camera => camera.Name);
}
