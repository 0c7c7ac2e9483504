using System.Text.Json;
using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Detection;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>
/// Does once, with a made-up batch, what the first real one would have to wait for: code is compiled, the model's memory is taken,
/// the store is called. Nothing is written. Thread-safe.
/// </summary>
/// <param name="detector">Looks at the frames of it.</param>
/// <param name="results">Are asked for those of that batch, which are not there: the store's first call.</param>
/// <param name="options">As for real batches.</param>
/// <param name="time">When the batch is from.</param>
/// <param name="logger">Hears how long it took.</param>
public sealed class WarmUp(IDetector detector, ResultStore results, AnalysisOptions options, TimeProvider time, ILogger<WarmUp> logger)
{
    private static readonly SeenObject Somebody = new("person", 0.9, new Box(0.4, 0.3, 0.6, 0.9));

    /// <summary>Whatever goes wrong here will go wrong with a batch as well, which then has its own ways: it is only logged.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await LookAsync(cancellationToken);
            await results.FindAsync(RehearsalBatch.NameAt(time.GetUtcNow()), cancellationToken);
            logger.WarmedUp(time.GetElapsedTime(started).TotalMilliseconds);
        }
#pragma warning disable CA1031 // The edge: a worker that could not rehearse works all the same.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            logger.NotWarmedUp(exception.Message);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var name = RehearsalBatch.NameAt(now);
        await using var batch = await OpenBatch.ReadAsync(name, RehearsalBatch.Make(name), options.Intake, now, cancellationToken);
        using var analyst = new FrameAnalyst(detector, options.Sightings, options.Intake.FrameLimits);
        using var frame = await batch.ReadFrameAsync(batch.Manifest.Frames[0], cancellationToken);

        // As many at once as there will be: each has memory of its own.
        await Task.WhenAll(Enumerable.Range(0, detector.Lanes).Select(_ => Task.Run(() => analyst.Look(frame), cancellationToken)));
        using var preview = analyst.Preview(frame, [Somebody]);
        Describe(name, batch, frame, analyst.Model);
    }

    private void Describe(BatchName name, OpenBatch batch, BatchFrame frame, SightingModel model)
    {
        var sighting = new Sighting
        {
            Event = name.Event,
            Frame = frame.Name,
            Time = frame.Record.Time,
            Width = frame.Size.Width,
            Height = frame.Size.Height,
            Detections = [Somebody],
            Model = model,
            Motion = new SightingMotion(frame.Record.MotionScore, frame.Record.MotionBox, frame.Record.Zones),
            PictureSha256 = frame.Record.Sha256,
            ManifestSha256 = batch.ManifestSha256,
            Batch = name,
            Device = batch.Manifest.Device,
        };
        JsonSerializer.SerializeToUtf8Bytes(sighting, SightingJson.Default.Sighting);
        var alert = Alert.For([sighting], time.GetUtcNow(), options.Alerts.LateAfter);
        JsonSerializer.SerializeToUtf8Bytes(new OutboxEntry(alert, alert.Time, new Dictionary<string, ChannelState>(), Lease: null), OutboxJson.Default.OutboxEntry);
    }
}
