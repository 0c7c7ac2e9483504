using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Detection;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>Turns batches into sightings and alerts. Thread-safe.</summary>
public sealed class BatchProcessor(
    BatchReader batches, IDetector detector, DetectorTurns turns, Court court, VerdictStore verdicts, FaceAnalyst faces, SightingStore sightings, SightingIndex index, NewestSighting newest, BatchAlerts alerts, QuarantineStore quarantine, ResultStore results,
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

        CrashPoint.Reach(WorkerSteps.Opened);
        await LookAsync(batch, claim, findings, cancellationToken);

        await CountFacesAsync(claim.Batch, findings, cancellationToken);

        if (findings.Sightings.Count > 0)
        {
            if (!findings.IsAlertDecided)
            {
                await alerts.WriteAsync(claim.Batch, findings.Sightings, findings, cancellationToken);
            }

            await index.RefreshAsync(claim.Batch.Event, findings.Sightings, cancellationToken);
            CrashPoint.Reach(WorkerSteps.Indexed);
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
        await verdicts.DeleteAsync(claim.Batch, cancellationToken);

        // Last: deleting the zip is the acknowledgement.
        await batches.DeleteAsync(claim.Batch, cancellationToken);
        CrashPoint.Reach(WorkerSteps.ZipDeleted);
        return result;
    }

    private async Task CountFacesAsync(BatchName batch, BatchFindings findings, CancellationToken cancellationToken)
    {
        if (options.Faces.Enabled)
        {
            var before = batch.Part > 1 ? await results.FindAsync(new BatchName(batch.Event, batch.Part - 1), cancellationToken) : null;
            findings.Faces = (before?.Faces ?? FaceTally.None).With(findings.Sightings.SelectMany(sighting => sighting.Faces?.Seen ?? []));
            findings.AlertWithheld = findings.Sightings.Count > 0 && options.Faces.AlertOnlyUnknown && findings.Faces.IsOnlyKnown;
        }
    }

    private async Task<OpenBatch?> OpenAsync(BatchName batch, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Open.Run();
        return await batches.OpenAsync(batch, cancellationToken);
    }

    // What is seen in one frame may decide about another: first all are judged, then those that count are saved.
    private async Task LookAsync(OpenBatch batch, Claim claim, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var analyst = new FrameAnalyst(detector, options.Sightings, options.Intake.FrameLimits);
        findings.Frames = batch.Manifest.Frames.Count;
        findings.Model = analyst.Model;
        findings.Verdict = await JudgeAsync(batch, claim, analyst, findings, cancellationToken);
        TellSuppressed(claim.Batch, findings.Verdict);

        var writer = new SightingWriter(batch, analyst, faces, turns, sightings, alerts, status, logger);
        await writer.WriteAsync(claim, findings, cancellationToken);
        foreach (var bad in findings.BadFrames)
        {
            logger.FrameRejected(claim.Batch, bad.Code.Code(), bad.Reason);
        }
    }

    // A batch that was judged before is not judged anew; its frames are looked at all the same, to know which are bad.
    private async Task<BatchVerdict> JudgeAsync(OpenBatch batch, Claim claim, FrameAnalyst analyst, BatchFindings findings, CancellationToken cancellationToken)
    {
        var before = await court.FindAsync(claim.Batch, cancellationToken);
        var judge = before is null ? await court.BeginAsync(claim.Batch, batch.Manifest, cancellationToken) : null;
        var ahead = new LookAhead(batch, analyst, turns, detector.Lanes, time);
        await foreach (var look in ahead.RunAsync(claim, findings.Read, cancellationToken))
        {
            using (look)
            {
                Hear(judge, look, findings);
            }
        }

        return await court.DecideAsync(claim.Batch, batch.Manifest, before ?? judge!.Decide(), cancellationToken);
    }

    private void Hear(IBatchJudge? judge, FrameLook look, BatchFindings findings)
    {
        findings.Detect.Add(look.Took);
        try
        {
            if (look.Frame is not { } frame)
            {
                throw look.Fault!;
            }

            findings.Saw(frame);
            status.FrameAnalysed();
            judge?.Add(frame, look.Seen);
        }
        catch (FrameRejectedException fault)
        {
            findings.Add(look.Record, fault);
        }
    }

    private void TellSuppressed(BatchName batch, BatchVerdict verdict)
    {
        if (verdict.SuppressedPictures > 0)
        {
            status.Suppressed(verdict.SuppressedPictures);
            logger.PicturesSuppressed(batch, verdict.SuppressedPictures, string.Join(", ", verdict.Suppressed.CountBy(one => one.Reason).Select(one => $"{one.Value} {one.Key}")));
        }
    }

    private QuarantineReason Reason(BatchFindings findings, int dequeueCount) => new()
    {
        Code = findings.BadFrames[0].Code,
        Reason = $"{findings.BadFrames.Count} of {findings.Frames} frames cannot be used; the others were analysed. The first: {findings.BadFrames[0].Reason}",
        Time = time.GetUtcNow(),
        DequeueCount = dequeueCount,
        BadFrames = findings.BadFrames,
    };
}
