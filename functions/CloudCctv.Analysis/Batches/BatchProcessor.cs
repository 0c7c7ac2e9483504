using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Status;
using CloudCctv.Contracts.Names;
using CloudCctv.Detection;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>Turns batches into sightings and alerts. Thread-safe.</summary>
public sealed class BatchProcessor(
    BatchReader batches, IDetector detector, SightingStore sightings, NewestSighting newest, AlertOutbox outbox, QuarantineStore quarantine, ResultStore results,
    AnalysisOptions options, TimeProvider time, AnalysisStatus status, ILogger<BatchProcessor> logger)
{
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

        await LookAsync(batch, claim, findings, cancellationToken);

        if (findings.Sightings.Count > 0)
        {
            await outbox.WriteAsync(Alert.For(findings.Sightings, time.GetUtcNow(), options.Alerts.LateAfter), cancellationToken);
            await newest.AdvanceAsync(findings.Sightings[^1], cancellationToken);
        }

        if (findings.BadFrames.Count > 0)
        {
            await quarantine.KeepBatchAsync(claim.Batch, Reason(findings, dequeueCount), cancellationToken);
            status.Quarantined();
        }

        var result = findings.ToResult(BatchEnding.Analysed);
        await results.RecordAsync(result, cancellationToken);

        // Last: deleting the zip is the acknowledgement.
        await batches.DeleteAsync(claim.Batch, cancellationToken);
        return result;
    }

    private async Task<OpenBatch?> OpenAsync(BatchName batch, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Open.Run();
        return await batches.OpenAsync(batch, cancellationToken);
    }

    private async Task LookAsync(OpenBatch batch, Claim claim, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var analyst = new FrameAnalyst(detector, options.Sightings, options.Intake.Limits.MaxFramePixels);
        findings.Frames = batch.Manifest.Frames.Count;
        findings.Model = analyst.Model;
        var ahead = new LookAhead(batch, analyst, detector.Lanes, time);
        await foreach (var look in ahead.RunAsync(claim, findings.Read, cancellationToken))
        {
            using (look)
            {
                await TakeAsync(batch, claim.Batch, look, analyst, findings, cancellationToken);
            }
        }
    }

    private async Task TakeAsync(OpenBatch batch, BatchName name, FrameLook look, FrameAnalyst analyst, BatchFindings findings, CancellationToken cancellationToken)
    {
        findings.Detect.Add(look.Took);
        try
        {
            if (look.Frame is not { } frame)
            {
                throw look.Fault!;
            }

            status.FrameAnalysed();
            if (look.Seen.Count > 0)
            {
                await SaveAsync(batch, name, frame, look.Seen, analyst, findings, cancellationToken);
            }
        }
        catch (FrameRejectedException fault)
        {
            logger.FrameRejected(name, fault.Fault.Code(), fault.Message);
            findings.Add(look.Record, fault);
        }
    }

    private async Task SaveAsync(
        OpenBatch batch, BatchName name, BatchFrame frame, IReadOnlyList<SeenObject> seen, FrameAnalyst analyst, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Save.Run();
        using var preview = analyst.Preview(frame, seen);
        var sighting = Describe(batch, name, frame, seen, analyst.Model);

        // Named after the frame, so a repeat overwrites instead of duplicating.
        await SaveAsync(sighting, frame, preview.Memory, cancellationToken);
        findings.Add(sighting);
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
