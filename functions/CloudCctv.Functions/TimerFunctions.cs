using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Sweep;
using Microsoft.Azure.Functions.Worker;

namespace CloudCctv.Functions;

/// <summary>What the clock sets off.</summary>
public sealed class TimerFunctions(OrphanSweep sweep, AlertDelivery alerts)
{
    [Function("SweepOrphans")]
    public Task SweepAsync([TimerTrigger("0 */10 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        sweep.SweepAsync(cancellationToken);

    [Function("DeliverAlerts")]
    public Task DeliverAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        alerts.DeliverDueAsync(cancellationToken);
}
