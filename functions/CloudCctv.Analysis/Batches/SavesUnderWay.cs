using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Sightings;

namespace CloudCctv.Analysis.Batches;

/// <summary>
/// Sightings of one batch that are being written while the detector looks at the next frames: a store answers in
/// milliseconds in which a processor would stand still. Kept in the order of frames. One user at a time.
/// </summary>
/// <param name="most">Under way at the same time; each holds its picture in memory.</param>
internal sealed class SavesUnderWay(int most) : IAsyncDisposable
{
    private readonly Queue<Save> saves = new();

    /// <summary>Begins a write, after the oldest has ended if there are too many.</summary>
    public async Task AddAsync(Save save, BatchFindings findings)
    {
        saves.Enqueue(save);
        if (saves.Count > most)
        {
            await EndOldestAsync(findings);
        }
    }

    /// <summary>Waits for all of them and adds them to the findings.</summary>
    public async Task EndAllAsync(BatchFindings findings)
    {
        while (saves.Count > 0)
        {
            await EndOldestAsync(findings);
        }
    }

    /// <summary>What is still under way after a fault ends by itself; nobody asks for its outcome, as the batch is repeated.</summary>
    public async ValueTask DisposeAsync()
    {
        while (saves.TryDequeue(out var save))
        {
            await save.Writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            save.Dispose();
        }
    }

    private async Task EndOldestAsync(BatchFindings findings)
    {
        using var save = saves.Dequeue();
        using var lap = findings.Save.Run();
        try
        {
            await save.Writing;
            findings.Add(save.Sighting);
        }
        catch (FrameRejectedException fault)
        {
            findings.Add(save.Frame.Record, fault);
        }
    }
}

/// <param name="Sighting">What is written.</param>
/// <param name="Frame">Owns the picture.</param>
/// <param name="Preview">Owns the small picture.</param>
/// <param name="Writing">Ends when the store holds all three objects.</param>
internal sealed record Save(Sighting Sighting, BatchFrame Frame, IDisposable Preview, Task Writing) : IDisposable
{
    public void Dispose()
    {
        Frame.Dispose();
        Preview.Dispose();
    }
}
