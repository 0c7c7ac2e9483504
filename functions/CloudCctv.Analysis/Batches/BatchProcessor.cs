using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Status;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Detection;
using CloudCctv.Imaging;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>Turns batches into sightings and alerts. Thread-safe.</summary>
public sealed class BatchProcessor(
    BatchReader batches, IDetector detector, DetectorTurns turns, SightingStore sightings, NewestSighting newest, AlertOutbox outbox, QuarantineStore quarantine, ResultStore results,
    AnalysisOptions options, TimeProvider time, AnalysisStatus status, ILogger<BatchProcessor> logger)
{
    private const int SavesAtOnce = 4;

    /// <summary>Works on one batch. Safe to repeat after a crash at any line.</summary>
    /// <param name="claim">Ours on the batch.</param>
    /// <param name="dequeueCount">How often the queue has delivered it, for the record.</param>
    /// <param name="cancellationToken">Stops between two frames, with nothing lost.</param>
    /// <returns>Null if the zip is not there.</returns>
    /// <exception cref="BatchRejectedException">Nothing of it can be used; it is as it was.</exception>
    public async Task<BatchResult?> ProcessAsync(Claim claim, int dequeueCount, CancellationToken cancellationToken)
    {
        var findings = new BatchFindings(claim.Batch, time);
        await using var batch = await OpenAsync(claim.Batch, findings, cancellationToken);
        if (batch is null)
        {
            return null;
        }

        CrashPoint.Reach(WorkerSteps.Opened);
        await LookAsync(batch, claim, findings, cancellationToken);

        if (findings.Sightings.Count > 0)
        {
            await outbox.WriteAsync(Alert.For(findings.Sightings, time.GetUtcNow(), options.Alerts.LateAfter), cancellationToken);
            CrashPoint.Reach(WorkerSteps.AlertWritten);
            await newest.AdvanceAsync(findings.Sightings[^1], cancellationToken);
            CrashPoint.Reach(WorkerSteps.NewestMoved);
        }

        if (findings.BadFrames.Count > 0)
        {
            await quarantine.KeepBatchAsync(claim.Batch, Reason(findings, dequeueCount), cancellationToken);
            status.Quarantined();
        }

        var result = findings.ToResult(BatchEnding.Analysed);
        await results.RecordAsync(result, cancellationToken);
        CrashPoint.Reach(WorkerSteps.Recorded);

        // Last: deleting the zip is the acknowledgement.
        await batches.DeleteAsync(claim.Batch, cancellationToken);
        CrashPoint.Reach(WorkerSteps.ZipDeleted);
        return result;
    }

    private async Task<OpenBatch?> OpenAsync(BatchName batch, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Open.Run();
        return await batches.OpenAsync(batch, cancellationToken);
    }

    private async Task LookAsync(OpenBatch batch, Claim claim, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var analyst = new FrameAnalyst(detector, options.Sightings, options.Intake.FrameLimits);
        findings.Frames = batch.Manifest.Frames.Count;
        findings.Model = analyst.Model;
        await using var saves = new SavesUnderWay(SavesAtOnce);
        foreach (var record in batch.Manifest.Frames.OrderBy(frame => frame.Time))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await claim.KeepAsync(cancellationToken);
            try
            {
                await LookAsync(batch, claim.Batch, record, analyst, findings, saves, cancellationToken);
            }
            catch (FrameRejectedException fault)
            {
                findings.Add(record, fault);
            }
        }

        await saves.EndAllAsync(findings);
        foreach (var bad in findings.BadFrames)
        {
            logger.FrameRejected(claim.Batch, bad.Code.Code(), bad.Reason);
        }
    }

    private async Task LookAsync(
        OpenBatch batch, BatchName name, FrameRecord record, FrameAnalyst analyst, BatchFindings findings, SavesUnderWay saves, CancellationToken cancellationToken)
    {
        BatchFrame? frame = await ReadAsync(batch, record, findings, cancellationToken);
        try
        {
            if (await DetectAsync(analyst, frame, findings, cancellationToken) is { Count: > 0 } seen)
            {
                // Named after the frame, so a repeat overwrites instead of duplicating.
                var sighting = Describe(batch, name, frame, seen, analyst.Model);
                var preview = Preview(analyst, frame, seen, findings);
                var save = new Save(sighting, frame, preview, SaveAsync(sighting, frame, preview.Memory, cancellationToken));

                // Its bytes are the save's from here on, whatever happens to us.
                frame = null;
                await saves.AddAsync(save, findings);
            }
        }
        finally
        {
            frame?.Dispose();
        }
    }

    private static async Task<BatchFrame> ReadAsync(OpenBatch batch, FrameRecord record, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Read.Run();
        return await batch.ReadFrameAsync(record, cancellationToken);
    }

    private async Task<IReadOnlyList<SeenObject>> DetectAsync(FrameAnalyst analyst, BatchFrame frame, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var turn = await turns.TakeAsync(cancellationToken);
        using var lap = findings.Detect.Run();
        var seen = analyst.Look(frame);
        status.FrameAnalysed();
        return seen;
    }

    private static PooledBytes Preview(FrameAnalyst analyst, BatchFrame frame, IReadOnlyList<SeenObject> seen, BatchFindings findings)
    {
        using var lap = findings.Preview.Run();
        return analyst.Preview(frame, seen);
    }

    private async Task SaveAsync(Sighting sighting, BatchFrame frame, ReadOnlyMemory<byte> preview, CancellationToken cancellationToken)
    {
        try
        {
            await sightings.SaveAsync(sighting, frame.Jpeg, preview, cancellationToken);
        }
        catch (PictureConflictException conflict)
        {
            throw new FrameRejectedException(BatchFault.FrameConflict, conflict.Message, conflict);
        }

        status.Sighted();
        logger.PersonSighted(sighting.Event, sighting.Frame, sighting.Detections.Count, sighting.Detections[0].Score);
    }

    private static Sighting Describe(OpenBatch batch, BatchName name, BatchFrame frame, IReadOnlyList<SeenObject> seen, SightingModel model) => new()
    {
        Event = name.Event,
        Frame = frame.Name,
        Time = frame.Record.Time,
        Width = frame.Size.Width,
        Height = frame.Size.Height,
        Detections = seen,
        Model = model,
        Motion = new SightingMotion(frame.Record.MotionScore, frame.Record.MotionBox, frame.Record.Zones),
        PictureSha256 = frame.Record.Sha256,
        ManifestSha256 = batch.ManifestSha256,
        Batch = name,
        Device = batch.Manifest.Device,
    };

    private QuarantineReason Reason(BatchFindings findings, int dequeueCount) => new()
    {
        Code = findings.BadFrames[0].Code,
        Reason = $"{findings.BadFrames.Count} of {findings.Frames} frames cannot be used; the others were analysed. The first: {findings.BadFrames[0].Reason}",
        Time = time.GetUtcNow(),
        DequeueCount = dequeueCount,
        BadFrames = findings.BadFrames,
    };
}
