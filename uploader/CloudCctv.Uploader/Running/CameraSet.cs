using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Running;

/// <summary>The cameras of the settings in force: cameras come, go and start anew with them, and the others never notice. Thread-safe.</summary>
internal sealed class CameraSet(
    Func<CameraSettings, UploaderSettings, WatchedCamera> make, DeviceHealth health, ILogger logger, CancellationToken cancellationToken) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, CameraSlot> slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CameraSlot> leaving = new(StringComparer.Ordinal);
    private CameraTotals gone;

    public CameraTotals Totals
    {
        get
        {
            lock (gate)
            {
                return slots.Values.Concat(leaving.Values).Aggregate(gone, (sum, slot) => sum + slot.Totals);
            }
        }
    }

    public void Apply(UploaderSettings settings)
    {
        lock (gate)
        {
            Bury();
            foreach (var name in slots.Keys.Except(settings.Cameras.Select(camera => camera.Name)).ToList())
            {
                slots.Remove(name, out var slot);
                slot!.Leave();
                gone += leaving.Remove(name, out var before) ? before.Totals : default;
                leaving[name] = slot;
                health.Forget(name);
                logger.CameraRemoved(name);
            }

            foreach (var camera in settings.Cameras)
            {
                if (!slots.TryGetValue(camera.Name, out var slot))
                {
                    // A camera that comes back at once waits until the one before has let go of its source.
                    slots[camera.Name] = slot = new CameraSlot(make, leaving.GetValueOrDefault(camera.Name)?.Running, cancellationToken);
                }

                Log(camera.Name, slot.Apply(camera, settings));
            }
        }
    }

    /// <summary>Waits until no camera runs any more.</summary>
    /// <returns>False if a recording could not be read.</returns>
    public async Task<bool> WhenAllEndedAsync()
    {
        while (true)
        {
            var running = Running();
            var read = await Task.WhenAll(running);
            // Settings that came meanwhile may have started others.
            if (running.SequenceEqual(Running()))
            {
                return read.All(whole => whole);
            }
        }
    }

    public void Dispose()
    {
        foreach (var slot in slots.Values.Concat(leaving.Values))
        {
            slot.Dispose();
        }
    }

    private Task<bool>[] Running()
    {
        lock (gate)
        {
            return [.. slots.Values.Concat(leaving.Values).Select(slot => slot.Running)];
        }
    }

    private void Bury()
    {
        foreach (var (name, slot) in leaving.Where(one => one.Value.Running.IsCompleted).ToList())
        {
            gone += slot.Totals;
            slot.Dispose();
            leaving.Remove(name);
        }
    }

    private void Log(string camera, SlotChange change)
    {
        if (change is SlotChange.Motion)
        {
            logger.MotionChanged(camera);
        }
        else if (change is SlotChange.Restarted)
        {
            logger.CameraRestarted(camera);
        }
    }
}
