using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Tracks;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Detection;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>Turns batches into sightings and alerts. Thread-safe.</summary>
public sealed class BatchProcessor(
    BatchReader batches, IDetector detector, Court court, VerdictStore verdicts, SightingStore sightings, NewestSighting newest, AlertOutbox outbox, QuarantineStore quarantine, ResultStore results,
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

        await verdicts.DeleteAsync(claim.Batch, cancellationToken);

        // Last: deleting the zip is the acknowledgement.
        await batches.DeleteAsync(claim.Batch, cancellationToken);
        return result;
    }

    private async Task<OpenBatch?> OpenAsync(BatchName batch, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Open.Run();
        return await batches.OpenAsync(batch, cancellationToken);
    }

    // What is seen in one frame may decide about another: first all are judged, then those that count are saved.
    private async Task LookAsync(OpenBatch batch, Claim claim, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var analyst = new FrameAnalyst(detector, options.Sightings, options.Intake.Limits.MaxFramePixels);
        findings.Frames = batch.Manifest.Frames.Count;
        findings.Model = analyst.Model;
        findings.Verdict = await JudgeAsync(batch, claim, analyst, findings, cancellationToken);
        TellSuppressed(claim.Batch, findings.Verdict);

        var kept = findings.Verdict.Frames.Where(frame => frame.Kept.Count > 0).ToDictionary(frame => frame.Frame, frame => frame.Kept);
        await ForEachFrameAsync(
            batch, claim, findings, record => FrameName.TryParse(record.Name, out var name) && kept.ContainsKey(name),
            frame => SaveAsync(batch, claim.Batch, frame, kept[frame.Name], analyst, findings, cancellationToken), cancellationToken);
    }

    // A batch that was judged before is not judged anew; its frames are read all the same, to know which are bad.
    private async Task<BatchVerdict> JudgeAsync(OpenBatch batch, Claim claim, FrameAnalyst analyst, BatchFindings findings, CancellationToken cancellationToken)
    {
        var before = await court.FindAsync(claim.Batch, cancellationToken);
        var judge = before is null ? await court.BeginAsync(claim.Batch, cancellationToken) : null;
        await ForEachFrameAsync(batch, claim, findings, _ => true, frame => Look(frame, judge, analyst, findings), cancellationToken);
        return await court.DecideAsync(claim.Batch, before ?? judge!.Decide(), cancellationToken);
    }

    private async Task ForEachFrameAsync(
        OpenBatch batch, Claim claim, BatchFindings findings, Func<FrameRecord, bool> which, Func<BatchFrame, Task> use, CancellationToken cancellationToken)
    {
        foreach (var record in batch.Manifest.Frames.Where(which).OrderBy(frame => frame.Time))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await claim.KeepAsync(cancellationToken);
            try
            {
                using var frame = await ReadAsync(batch, record, findings, cancellationToken);
                await use(frame);
            }
            catch (FrameRejectedException fault)
            {
                logger.FrameRejected(claim.Batch, fault.Fault.Code(), fault.Message);
                findings.Add(record, fault);
            }
        }
    }

    private Task Look(BatchFrame frame, BatchJudge? judge, FrameAnalyst analyst, BatchFindings findings)
    {
        using var lap = findings.Detect.Run();
        judge?.Add(frame, analyst.Look(frame));
        status.FrameAnalysed();
        return Task.CompletedTask;
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

    private void TellSuppressed(BatchName batch, BatchVerdict verdict)
    {
        if (verdict.SuppressedPictures > 0)
        {
            status.Suppressed(verdict.SuppressedPictures);
            logger.PicturesSuppressed(batch, verdict.SuppressedPictures, string.Join(", ", verdict.Suppressed.CountBy(one => one.Reason).Select(one => $"{one.Value} {one.Key}")));
        }
    }

    private static async Task<BatchFrame> ReadAsync(OpenBatch batch, FrameRecord record, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Read.Run();
        return await batch.ReadFrameAsync(record, cancellationToken);
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
