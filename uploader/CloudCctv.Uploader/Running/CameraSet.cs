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
    private readonly List<CameraSlot> gone = [];

    public CameraTotals Totals
    {
        get
        {
            lock (gate)
            {
                return slots.Values.Concat(gone).Aggregate(default(CameraTotals), (sum, slot) => sum + slot.Totals);
            }
        }
    }

    public void Apply(UploaderSettings settings)
    {
        lock (gate)
        {
            foreach (var name in slots.Keys.Except(settings.Cameras.Select(camera => camera.Name)).ToList())
            {
                slots.Remove(name, out var slot);
                slot!.Leave();
                gone.Add(slot);
                health.Forget(name);
                logger.CameraRemoved(name);
            }

            foreach (var camera in settings.Cameras)
            {
                if (!slots.TryGetValue(camera.Name, out var slot))
                {
                    slots[camera.Name] = slot = new CameraSlot(make, cancellationToken);
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
        foreach (var slot in slots.Values.Concat(gone))
        {
            slot.Dispose();
        }
    }

    private Task<bool>[] Running()
    {
        lock (gate)
        {
            return [.. slots.Values.Concat(gone).Select(slot => slot.Running)];
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
