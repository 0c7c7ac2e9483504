using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Reading;

namespace CloudCctv.Uploader.Running;

/// <summary>
/// The place of one camera of the settings. A change of what counts as motion reaches the camera while it runs; any other
/// change ends it (its event ends and leaves) and starts it anew when it has let go of its source. Not thread-safe.
/// </summary>
/// <param name="make">Makes the camera.</param>
/// <param name="before">What must have ended first: a camera of the same name that is still leaving; null for none.</param>
/// <param name="cancellationToken">Ends it.</param>
internal sealed class CameraSlot(
    Func<CameraSettings, UploaderSettings, WatchedCamera> make, Task<bool>? before, CancellationToken cancellationToken) : IDisposable
{
    private CancellationTokenSource? stop;
    private CameraSettings? current;
    private string key = "";
    private WatchedCamera? camera;
    private CameraTotals earlier;

    /// <summary>True if every recording could be read. Ends when the camera does: of a recording, at its end.</summary>
    public Task<bool> Running { get; private set; } = before ?? Task.FromResult(true);

    public CameraTotals Totals => earlier + (camera?.Totals ?? default);

    /// <returns>What had to be done.</returns>
    public SlotChange Apply(CameraSettings wanted, UploaderSettings settings)
    {
        var wantedKey = KeyOf(wanted, settings);
        var motionOnly = key == wantedKey || (current is not null && camera is { IsRecording: true } && current.Source == wanted.Source);
        if (current is not null && motionOnly)
        {
            // Played again, a recording would be events over again: of all but its motion, it ends as it began.
            var changed = SettingsJson.Text(current.Motion) != SettingsJson.Text(wanted.Motion);
            // In this order: a camera that is just being made looks at current last.
            current = current with { Motion = wanted.Motion };
            if (changed)
            {
                camera?.Use(wanted.Motion);
            }

            return changed ? SlotChange.Motion : SlotChange.None;
        }

        var restart = current is not null;
        (current, key) = (wanted, wantedKey);
        Running = NextAsync(EndAsync(), wanted, settings);
        return restart ? SlotChange.Restarted : SlotChange.Started;
    }

    /// <summary>The settings no longer list it.</summary>
    public void Leave()
    {
        Running = EndAsync();
        stop = null;
    }

    public void Dispose()
    {
        stop?.Dispose();
        camera?.Dispose();
    }

    private async Task<bool> EndAsync()
    {
        using var ending = stop;
        ending?.Cancel();
        // Whatever befell it, the next one must begin.
        await ((Task)Running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var read = Running is { IsCompletedSuccessfully: true, Result: true };
        earlier += camera?.Totals ?? default;
        camera?.Dispose();
        camera = null;
        return read;
    }

    private async Task<bool> NextAsync(Task<bool> ended, CameraSettings wanted, UploaderSettings settings)
    {
        // Made before the first wait, so that an end that comes before the start is not missed.
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = stop.Token;
        var read = await ended;
        camera = make(wanted, settings);
        // What counts as motion may have changed while the one before was ending.
        camera.Use(current!.Motion);
        return await camera.RunAsync(token) && read;
    }

    private static string KeyOf(CameraSettings camera, UploaderSettings settings) =>
        SettingsJson.Text(camera with { Motion = new MotionOptions() }) + SettingsJson.Text(settings.Batches);
}

internal enum SlotChange
{
    None,
    Started,
    Motion,
    Restarted,
}
