using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Batches;
using Microsoft.Azure.Functions.Worker;

namespace CloudCctv.Functions;

/// <summary>What the queue sets off.</summary>
public sealed class BatchFunctions(BatchHandler handler, AlertDelivery alerts)
{
    /// <summary>Connection string, or prefix of settings such as <c>CLOUDCCTV_QUEUES__queueServiceUri</c> for a managed identity.</summary>
    internal const string Connection = "CLOUDCCTV_QUEUES";

    [Function("AnalyzeBatch")]
    public async Task AnalyzeAsync(
        [QueueTrigger("%CLOUDCCTV_QUEUE%", Connection = Connection)] string message, FunctionContext context, CancellationToken cancellationToken)
    {
        // Now rather than at the next tick of DeliverAlerts: somebody is waiting for it.
        if (await handler.HandleOrResendAsync(message, DequeueCount(context), cancellationToken) is { } alert)
        {
            await alerts.DeliverAsync(alert, cancellationToken);
        }
    }

    [Function("QuarantinePoison")]
    public Task QuarantineAsync(
        [QueueTrigger("%CLOUDCCTV_QUEUE%-poison", Connection = Connection)] string message, FunctionContext context, CancellationToken cancellationToken) =>
        handler.HandlePoisonAsync(message, DequeueCount(context), cancellationToken);

    private static int DequeueCount(FunctionContext context) =>
        context.BindingContext.BindingData.TryGetValue("DequeueCount", out var count) && int.TryParse(count?.ToString(), out var number) ? number : 1;
}
