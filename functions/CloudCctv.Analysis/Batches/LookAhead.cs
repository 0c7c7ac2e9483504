using System.Runtime.CompilerServices;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Contracts.Batches;

namespace CloudCctv.Analysis.Batches;

/// <summary>
/// Looks at the frames of a batch in order of time, at some of them at once: while one is decoded, another is inferred, and a
/// third is saved by who takes them. One reader at a time.
/// </summary>
/// <param name="batch">Read frame by frame.</param>
/// <param name="analyst">Called from as many threads as there are lanes.</param>
/// <param name="turns">Taken for each look, so that batches in hand do not crowd each other.</param>
/// <param name="lanes">Frames looked at at once, at least 1. With 1, a frame is taken before the next is read.</param>
/// <param name="time">For how long each took.</param>
internal sealed class LookAhead(OpenBatch batch, FrameAnalyst analyst, DetectorTurns turns, int lanes, TimeProvider time)
{
    /// <param name="claim">Kept up before each frame.</param>
    /// <param name="reading">Adds up what reading takes.</param>
    /// <param name="cancellationToken">Stops between two frames.</param>
    /// <returns>One for each frame of the manifest; who takes it disposes it.</returns>
    public async IAsyncEnumerable<FrameLook> RunAsync(Claim claim, StageClock reading, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ahead = new Queue<Task<FrameLook>>(lanes);
        try
        {
            foreach (var record in batch.Manifest.Frames.OrderBy(frame => frame.Time))
            {
                cancellationToken.ThrowIfCancellationRequested();
                await claim.KeepAsync(cancellationToken);
                ahead.Enqueue(await StartAsync(record, reading, cancellationToken));
                if (ahead.Count >= lanes)
                {
                    yield return await ahead.Dequeue();
                }
            }

            while (ahead.Count > 0)
            {
                yield return await ahead.Dequeue();
            }
        }
        finally
        {
            await LeaveAsync(ahead);
        }
    }

    private async Task<Task<FrameLook>> StartAsync(FrameRecord record, StageClock reading, CancellationToken cancellationToken)
    {
        try
        {
            using var lap = reading.Run();
            var frame = await batch.ReadFrameAsync(record, cancellationToken);
            return LookAsync(record, frame, cancellationToken);
        }
        catch (FrameRejectedException fault)
        {
            return Task.FromResult(FrameLook.Rejected(record, fault));
        }
    }

    private async Task<FrameLook> LookAsync(FrameRecord record, BatchFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            using var turn = await turns.TakeAsync(cancellationToken);
            var started = time.GetTimestamp();
            var seen = await Task.Run(() => analyst.Look(frame), CancellationToken.None);
            return new FrameLook(record, frame, seen, Fault: null, time.GetElapsedTime(started));
        }
        catch (FrameRejectedException fault)
        {
            frame.Dispose();
            return FrameLook.Rejected(record, fault);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    // The batch may be closed only when nobody looks at it any more. Their faults are those of a batch that is given up anyway.
    private static async Task LeaveAsync(Queue<Task<FrameLook>> ahead)
    {
        foreach (var look in ahead)
        {
            await ((Task)look).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (look.IsCompletedSuccessfully)
            {
                (await look).Dispose();
            }
        }
    }
}
