using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tracks.Rules;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>Writes down what is to be told of a batch, or that nothing is, and calls whoever sends it. Thread-safe.</summary>
public sealed class BatchAlerts(AlertOutbox outbox, CameraRuleBook rules, AnalysisOptions options, TimeProvider time, WakeSignals wake, ILogger<BatchAlerts> logger)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(options.Alerts.TimeZone);

    /// <summary>Safe to repeat: an event has one alert, and the same again adds nothing to it.</summary>
    /// <param name="batch">Of which event.</param>
    /// <param name="sightings">All that this batch adds; at least one. The picture that shows it best must be kept already, the others may follow.</param>
    /// <param name="findings">Hears that it is decided.</param>
    /// <param name="cancellationToken">Stops before it is written.</param>
    internal async Task WriteAsync(BatchName batch, IReadOnlyList<Sighting> sightings, BatchFindings findings, CancellationToken cancellationToken)
    {
        findings.IsAlertDecided = true;
        if (findings.AlertWithheld)
        {
            logger.AlertWithheld(batch.Event);
            return;
        }

        var camera = await rules.OfAsync(CameraName.Of(batch.Event), cancellationToken);
        var alert = Alert.For(sightings, time.GetUtcNow(), options.Alerts.LateAfter) with { Crossings = AlertCrossing.Of(sightings, camera, zone) };
        if (camera.AlertOnlyCrossings && alert is { Kind: AlertKind.Seen, Crossings: null } && !await outbox.KnowsAsync(alert.Key, cancellationToken))
        {
            findings.AlertWithheld = true;
            logger.NobodyCrossed(batch);
            return;
        }

        await outbox.WriteAsync(alert, cancellationToken);
        CrashPoint.Reach(WorkerSteps.AlertWritten);
        // It is sent while the rest is written down.
        wake.Alerts.Add(alert.Key);
    }
}
