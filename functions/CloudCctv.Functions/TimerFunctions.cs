using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Health;
using CloudCctv.Analysis.Retention;
using CloudCctv.Analysis.Retention.Trash;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Sweep;
using Microsoft.Azure.Functions.Worker;

namespace CloudCctv.Functions;

/// <summary>What the clock sets off.</summary>
public sealed class TimerFunctions(
    OrphanSweep orphans, ClaimSweep claims, FaceSweep faces, HeartbeatWatch heartbeats, AlertDelivery alerts, EnforceRetention retention, EmptyTrash trash,
    IndexBuilder index)
{
    [Function("SweepOrphans")]
    public Task SweepAsync([TimerTrigger("0 */10 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        orphans.SweepAsync(cancellationToken);

    [Function("SweepClaims")]
    public Task SweepClaimsAsync([TimerTrigger("0 5 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        claims.SweepAsync(cancellationToken);

    [Function("SweepFaces")]
    public Task SweepFacesAsync([TimerTrigger("0 15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        faces.SweepAsync(cancellationToken);

    [Function("WatchHeartbeats")]
    public async Task WatchAsync([TimerTrigger("45 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        await alerts.DeliverAsync(await heartbeats.WatchAsync(cancellationToken), cancellationToken);

    [Function("DeliverAlerts")]
    public Task DeliverAsync([TimerTrigger("30 * * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        alerts.DeliverDueAsync(cancellationToken);

    /// <summary>One read, unless there are days that were written before there was an index.</summary>
    [Function("BuildIndex")]
    public Task BuildIndexAsync([TimerTrigger("0 25 * * * *")] TimerInfo timer, CancellationToken cancellationToken) =>
        index.BuildAsync(cancellationToken);

    /// <summary>
    /// What people deleted in the gallery and did not want back goes first. Otherwise deletes no picture unless <c>CLOUDCCTV__Retention__KeepDays</c>, <c>…__MaxMegabytes</c> or a camera's
    /// <c>KeepDays</c> is set; and once a day the records of what is long over.
    /// </summary>
    [Function("EnforceRetention")]
    public async Task EnforceAsync([TimerTrigger("0 */20 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        await trash.RunAsync(cancellationToken);
        await retention.RunAsync(cancellationToken);
    }
}
