using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Batches;
using CloudCctv.Contracts.Batches;
using Microsoft.Azure.Functions.Worker;

namespace CloudCctv.Functions;

/// <summary>
/// Other ways to hear of a zip than the queue. Both are off, by the app settings <c>AzureWebJobs.AnalyzeBlob.Disabled</c> and
/// <c>AzureWebJobs.OnBlobEvent.Disabled</c>: the queue is quicker than polling, misses nothing, and tries again by itself.
/// A zip of which several of them tell is analysed once.
/// </summary>
public sealed class BlobFunctions(BlobArrival arrival, BatchHandler handler, AlertDelivery alerts)
{
    /// <summary>Polls; only for zips in the main container. The stream only makes it fire: the handler opens the zip within its own limits.</summary>
    [Function("AnalyzeBlob")]
    public async Task AnalyzeAsync(
        [BlobTrigger("%CLOUDCCTV_CONTAINER%/" + StoreLayout.BatchPrefix + "{name}", Connection = BatchFunctions.Connection)] Stream zip, string name, CancellationToken cancellationToken) =>
        await SendAsync(await arrival.HandleAsync(StoreLayout.BatchPrefix + name, cancellationToken), cancellationToken);

    /// <summary>For an Event Grid subscription that calls this function instead of writing to the queue.</summary>
    [Function("OnBlobEvent")]
    public async Task OnEventAsync([EventGridTrigger] string blobCreated, CancellationToken cancellationToken) =>
        await SendAsync(await handler.HandleOrResendAsync(blobCreated, dequeueCount: 1, cancellationToken), cancellationToken);

    private Task SendAsync(string? alert, CancellationToken cancellationToken) =>
        alert is null ? Task.CompletedTask : alerts.DeliverAsync(alert, cancellationToken);
}
