using CloudCctv.Analysis.Hosting;
using CloudCctv.Detection;

namespace CloudCctv.Analysis.Batches;

/// <summary>
/// Lets as many frames into the detector as workers have lanes: more would only take the processor from each other. The others
/// are fetched and written meanwhile. Thread-safe.
/// </summary>
public sealed class DetectorTurns(WorkerOptions options, IDetector detector) : IDisposable
{
    private readonly SemaphoreSlim free = new(options.Workers * detector.Lanes);

    /// <returns>The turn, until it is disposed.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await free.WaitAsync(cancellationToken);
        return new Turn(free);
    }

    public void Dispose() => free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
