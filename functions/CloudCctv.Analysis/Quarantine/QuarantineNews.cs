using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Alerts.EventGrid;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Intake;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Objects;

namespace CloudCctv.Analysis.Quarantine;

/// <summary>Tells other programs of batches that were set aside, where there is somebody to tell. Thread-safe.</summary>
public sealed class QuarantineNews(AlertOutbox outbox, EventGridOptions topic, WakeSignals wake)
{
    /// <summary>May be repeated: the key is made from the name of the evidence.</summary>
    internal async Task TellAsync(ObjectName evidence, BatchName batch, QuarantineReason reason, CancellationToken cancellationToken)
    {
        if (!topic.IsConfigured)
        {
            return;
        }

        var notice = new AlertNotice(
            $"_{evidence}",
            $"Batch in quarantine: {batch.Event.Camera} ({batch.Event.Site})",
            $"{reason.Reason} Set aside at",
            GalleryPath.Quarantine,
            new Dictionary<string, string> { ["batch"] = batch.ToString(), ["camera"] = batch.Event.Camera, ["code"] = reason.Code.Code() });
        var alert = Alert.Of(AlertKind.Quarantined, notice, batch.Event.Site, batch.Event.Camera, reason.Time);
        if (await outbox.WriteAsync(alert, cancellationToken))
        {
            wake.Alerts.Add(alert.Key);
        }
    }
}
