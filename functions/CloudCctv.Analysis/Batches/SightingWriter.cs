using CloudCctv.Analysis.Claims;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Objects;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Status;
using CloudCctv.Analysis.Tracks.Verdicts;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>Saves the frames of one batch that the verdict keeps, several at once. Safe to repeat: names come from the frame, content from its bytes.</summary>
internal sealed class SightingWriter(OpenBatch batch, FrameAnalyst analyst, FaceAnalyst faces, DetectorTurns turns, SightingStore sightings, AnalysisStatus status, ILogger logger)
{
    private const int SavesAtOnce = 4;

    private KnownPeople? people;

    /// <param name="claim">Kept up before each frame.</param>
    /// <param name="findings">Says what counts; gets the sightings, and the frames that cannot be used after all.</param>
    /// <param name="cancellationToken">Stops between two frames.</param>
    public async Task WriteAsync(Claim claim, BatchFindings findings, CancellationToken cancellationToken)
    {
        var kept = findings.Verdict.Frames.Where(frame => frame.Kept.Count > 0).ToDictionary(frame => frame.Frame);
        // What was taken or left has no face.
        people = kept.Count > 0 && !ObjectJudge.Tells(batch.Manifest) ? await faces.BeginAsync(claim.Batch.Event, cancellationToken) : null;
        await using var saves = new SavesUnderWay(SavesAtOnce);
        foreach (var record in batch.Manifest.Frames.OrderBy(frame => frame.Time))
        {
            if (!FrameName.TryParse(record.Name, out var name) || !kept.TryGetValue(name, out var judged))
            {
                continue;
            }

            cancellationToken.ThrowIfCancellationRequested();
            await claim.KeepAsync(cancellationToken);
            try
            {
                await saves.AddAsync(await BeginAsync(claim.Batch, record, judged, findings, cancellationToken), findings);
            }
            catch (FrameRejectedException fault)
            {
                findings.Add(record, fault);
            }
        }

        await saves.EndAllAsync(findings);
    }

    private async Task<Save> BeginAsync(BatchName name, FrameRecord record, JudgedFrame judged, BatchFindings findings, CancellationToken cancellationToken)
    {
        var seen = judged.Kept;
        var frame = await ReadAsync(record, findings, cancellationToken);
        try
        {
            var sighting = Describe(name, frame, seen) with
            {
                Faces = await FacesAsync(name, frame, seen, findings, cancellationToken),
                Crossings = judged.Crossings,
            };
            var preview = Preview(frame, seen, findings);

            // From here on its bytes are the save's.
            return new Save(sighting, frame, preview, SaveAsync(sighting, frame, preview.Memory, cancellationToken));
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private async Task<BatchFrame> ReadAsync(FrameRecord record, BatchFindings findings, CancellationToken cancellationToken)
    {
        using var lap = findings.Read.Run();
        return await batch.ReadFrameAsync(record, cancellationToken);
    }

    // What a sidecar says already stays: who is enrolled may have changed since, and the alert may have gone out.
    private async Task<SightingFaces?> FacesAsync(BatchName name, BatchFrame frame, IReadOnlyList<SeenObject> seen, BatchFindings findings, CancellationToken cancellationToken)
    {
        if (people is null)
        {
            return null;
        }

        if (await sightings.FindFacesAsync(new SightingName(name.Event, frame.Name), cancellationToken) is { } before)
        {
            return before;
        }

        using var turn = await turns.TakeAsync(cancellationToken);
        using var lap = findings.Detect.Run();
        return await Task.Run(() => faces.Look(frame, name.Event, seen, people), CancellationToken.None);
    }

    private PooledBytes Preview(BatchFrame frame, IReadOnlyList<SeenObject> seen, BatchFindings findings)
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
        if (sighting.Moment is not null)
        {
            logger.ObjectSighted(sighting.Event, sighting.Frame, sighting.Detections.Count, sighting.Detections[0].Score);
            return;
        }

        logger.PersonSighted(sighting.Event, sighting.Frame, sighting.Detections.Count, sighting.Detections[0].Score);
    }

    private Sighting Describe(BatchName name, BatchFrame frame, IReadOnlyList<SeenObject> seen) => new()
    {
        Event = name.Event,
        Frame = frame.Name,
        Time = frame.Record.Time,
        Width = frame.Size.Width,
        Height = frame.Size.Height,
        Detections = seen,
        Model = frame.Record.Moment is null ? analyst.Model : ObjectWords.Finder,
        Moment = frame.Record.Moment,
        Motion = new SightingMotion(frame.Record.MotionScore, frame.Record.MotionBox, frame.Record.Zones),
        PictureSha256 = frame.Record.Sha256,
        ManifestSha256 = batch.ManifestSha256,
        Batch = name,
        Device = batch.Manifest.Device,
    };
}
