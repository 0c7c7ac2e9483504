using CloudCctv.Analysis.Sweep;
using CloudCctv.Contracts.Batches;
using CloudCctv.Storage;
using CloudCctv.Storage.Objects;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Batches;

/// <summary>Handles a zip that a runtime has found by its name in the store, without a message. Thread-safe.</summary>
public sealed class BlobArrival(BatchHandler handler, ILogger<BlobArrival> logger)
{
    /// <param name="objectName">Of the object that has come. What is no batch is left alone.</param>
    /// <param name="cancellationToken">Stops between two frames, with nothing lost.</param>
    /// <returns>Key of an alert that can be sent now, or null.</returns>
    /// <exception cref="StoreException">The queue, by which it would come again, is away: the runtime tries again.</exception>
    public async Task<string?> HandleAsync(string objectName, CancellationToken cancellationToken)
    {
        if (StoreLayout.BatchAt(objectName) is { } batch)
        {
            return await handler.HandleOrResendAsync(CommitMessage.For(batch), dequeueCount: 1, cancellationToken);
        }

        if (ObjectName.TryParse(objectName, out var stranger))
        {
            logger.StrangerFound(stranger);
        }

        return null;
    }
}
