using CloudCctv.Analysis.Alerts;
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
using CloudCctv.Imaging.Jpeg;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>
/// Saves the frames of one batch that the verdict keeps, several at once, and tells of them as soon as the best of them is kept:
/// that is all an alert shows, and the others take a while. Safe to repeat: names come from the frame, content from its bytes.
/// </summary>
internal sealed class SightingWriter(OpenBatch batch, FrameAnalyst analyst, FaceAnalyst faces, DetectorTurns turns, SightingStore sightings, BatchAlerts alerts, AnalysisStatus status, ILogger logger)
{
    private const int SavesAtOnce = 4;

    private KnownPeople? people;

    /// <param name="claim">Kept up before each frame.</param>
    /// <param name="findings">Says what counts; gets the sightings, and the frames that cannot be used after all.</param>
    /// <param name="cancellationToken">Stops between two frames.</param>
    public async Task WriteAsync(Claim claim, BatchFindings findings, CancellationToken cancellationToken)
    {
        var kept = Kept(findings);
        // What was taken or left has no face.
        people = kept.Count > 0 && !ObjectJudge.Tells(batch.Manifest) ? await faces.BeginAsync(claim.Batch.Event, cancellationToken) : null;
        var planned = Plan(claim.Batch, kept, findings);
        var best = planned.Count > 0 ? Alert.BestOf(planned).Sighting.Frame : null;
        await using var saves = new SavesUnderWay(SavesAtOnce);
        foreach (var one in kept.OrderByDescending(one => one.Name == best))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await claim.KeepAsync(cancellationToken);
            try
            {
                Func<Task> tell = one.Name == best ? () => alerts.WriteAsync(claim.Batch, planned, findings, cancellationToken) : () => Task.CompletedTask;
                await saves.AddAsync(await BeginAsync(claim.Batch, one, findings, tell, cancellationToken), findings);
            }
            catch (FrameRejectedException fault)
            {
                findings.Add(one.Record, fault);
            }
        }

        await saves.EndAllAsync(findings);
        findings.OrderSightings();
    }

    private List<KeptFrame> Kept(BatchFindings findings)
    {
        var judged = findings.Verdict.Frames.Where(frame => frame.Kept.Count > 0).ToDictionary(frame => frame.Frame);
        return [.. batch.Manifest.Frames
            .OrderBy(frame => frame.Time)
            .Select(record => FrameName.TryParse(record.Name, out var name) && judged.TryGetValue(name, out var frame) ? new KeptFrame(record, frame) : null)
            .OfType<KeptFrame>()];
    }

    /// <returns>What will be saved; nothing where that is not known before, because faces decide what is told.</returns>
    private List<Sighting> Plan(BatchName name, IEnumerable<KeptFrame> kept, BatchFindings findings) =>
        people is not null ? [] : [.. kept.Select(one => findings.SizeOf(one.Name) is { } size ? Describe(name, one, size) : null).OfType<Sighting>()];

    private async Task<Save> BeginAsync(BatchName name, KeptFrame kept, BatchFindings findings, Func<Task> tell, CancellationToken cancellationToken)
    {
        var seen = kept.Judged.Kept;
        var frame = await ReadAsync(kept.Record, findings, cancellationToken);
        try
        {
            var sighting = Describe(name, kept, frame.Size) with { Faces = await FacesAsync(name, frame, seen, findings, cancellationToken) };
            var preview = Preview(frame, seen, findings);

            // From here on its bytes are the save's.
            return new Save(sighting, frame, preview, SaveAsync(sighting, frame, preview.Memory, tell, cancellationToken));
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

    private async Task SaveAsync(Sighting sighting, BatchFrame frame, ReadOnlyMemory<byte> preview, Func<Task> tell, CancellationToken cancellationToken)
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
        TellOperator(sighting);
        await tell();
    }

    private void TellOperator(Sighting sighting)
    {
        if (sighting.Moment is not null)
        {
            logger.ObjectSighted(sighting.Event, sighting.Frame, sighting.Detections.Count, sighting.Detections[0].Score);
            return;
        }

        logger.PersonSighted(sighting.Event, sighting.Frame, sighting.Detections.Count, sighting.Detections[0].Score);
    }

    private Sighting Describe(BatchName name, KeptFrame kept, JpegHeader size) => new()
    {
        Event = name.Event,
        Frame = kept.Name,
        Time = kept.Record.Time,
        Width = size.Width,
        Height = size.Height,
        Detections = kept.Judged.Kept,
        Model = kept.Record.Moment is null ? analyst.Model : ObjectWords.Finder,
        Moment = kept.Record.Moment,
        Motion = new SightingMotion(kept.Record.MotionScore, kept.Record.MotionBox, kept.Record.Zones),
        PictureSha256 = kept.Record.Sha256,
        ManifestSha256 = batch.ManifestSha256,
        Batch = name,
        Device = batch.Manifest.Device,
        Crossings = kept.Judged.Crossings,
    };

    private sealed record KeptFrame(FrameRecord Record, JudgedFrame Judged)
    {
        public FrameName Name => Judged.Frame;
    }
}
