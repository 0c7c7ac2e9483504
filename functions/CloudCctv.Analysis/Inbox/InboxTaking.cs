using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Analysis.Batches;
using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Quarantine;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Status;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage.Dropbox;
using CloudCctv.Storage.Objects;
using CloudCctv.Storage.Queues;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Analysis.Inbox;

/// <summary>
/// Takes one file out of an inbox: into the store, into the queue, and only then out of Dropbox. What is in it is looked at
/// where all batches are, and goes to quarantine from there. Thread-safe.
/// </summary>
public sealed class InboxTaking(
    IObjectStore store, IWorkQueue queue, ZipSpool spool, ResultStore results, QuarantineStore quarantine, DropboxOptions options, TimeProvider time, AnalysisStatus status, WakeSignals wake, ILogger<InboxTaking> logger)
{
    // A heartbeat has at most 1 kB.
    private const int MaxHeartbeatBytes = 64 << 10;

    /// <param name="folder">Where it is.</param>
    /// <param name="file">One that was listed.</param>
    /// <param name="isChange">Whether it is new since the last look, rather than still there.</param>
    /// <param name="cancellationToken">Abandons it; the file stays.</param>
    /// <returns>Whether a batch is queued now that was not before.</returns>
    internal async Task<bool> TakeAsync(DropboxFolder folder, FolderFile file, bool isChange, CancellationToken cancellationToken)
    {
        if (StoreLayout.BatchAt(file.Name.Value) is { } batch)
        {
            return await TakeBatchAsync(folder, file, batch, cancellationToken);
        }

        if (IsHeartbeat(file))
        {
            await CopyHeartbeatAsync(folder, file, isChange, cancellationToken);
        }
        else
        {
            logger.StrangerInInbox(folder.Description, file.Name);
        }

        return false;
    }

    private async Task<bool> TakeBatchAsync(DropboxFolder folder, FolderFile file, BatchName batch, CancellationToken cancellationToken)
    {
        if (file.Bytes > options.MaxBytes)
        {
            logger.FileLeft(folder.Description, file.Name, $"it has {file.Bytes} bytes; at most {options.MaxBytes} are taken");
            return false;
        }

        // Taken before, and then the delete was lost.
        if (await results.ExistsAsync(batch, cancellationToken))
        {
            await folder.DeleteAsync(file, cancellationToken);
            return false;
        }

        await using var found = await folder.OpenReadAsync(file, cancellationToken);
        if (found is null)
        {
            return false;
        }

        await using var zip = await spool.TakeAsync(found, cancellationToken);
        await StoreAsync(batch, zip, cancellationToken);

        // Last: until here every step may be repeated.
        await folder.DeleteAsync(file, cancellationToken);
        logger.BatchTaken(folder.Description, batch);
        return true;
    }

    private async Task StoreAsync(BatchName batch, Stream zip, CancellationToken cancellationToken)
    {
        if (await store.PutNewAsync(BatchReader.ZipOf(batch), zip, cancellationToken) != PutOutcome.Conflict)
        {
            await queue.SendAsync(CommitMessage.For(batch), cancellationToken);
            wake.Batches.Set();
            return;
        }

        zip.Position = 0;
        var reason = new QuarantineReason
        {
            Code = BatchFault.NameTaken,
            Reason = "Another batch of this name waits already, with different content.",
            Time = time.GetUtcNow(),
            DequeueCount = 0,
        };
        await quarantine.KeepCopyAsync(batch, zip, reason, cancellationToken);
        status.Quarantined();
        logger.NameWasTaken(batch);
    }

    // It stays, for the device writes it again. One that merely is still there may be older than what came another way.
    private async Task CopyHeartbeatAsync(DropboxFolder folder, FolderFile file, bool isChange, CancellationToken cancellationToken)
    {
        if (!isChange && await store.GetPropertiesAsync(file.Name, cancellationToken) is not null)
        {
            return;
        }

        await using var found = await folder.OpenReadAsync(file, cancellationToken);
        if (found is not null)
        {
            using var bytes = new MemoryStream();
            await found.Content.CopyToAsync(bytes, cancellationToken);
            await store.PutAsync(file.Name, MarkInbox(bytes.ToArray()), cancellationToken);
        }
    }

    // No wish reaches whoever is heard through an inbox. What else a device says stays, also what we do not know.
    private static byte[] MarkInbox(byte[] heartbeat)
    {
        try
        {
            if (JsonNode.Parse(heartbeat) is JsonObject said)
            {
                said["inbox"] = true;
                return JsonSerializer.SerializeToUtf8Bytes(said, InboxJson.Default.JsonObject);
            }
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // Whoever reads heartbeats says what is wrong with it.
        }

        return heartbeat;
    }

    private static bool IsHeartbeat(FolderFile file) =>
        file.Name.Value.StartsWith(StoreLayout.HealthPrefix, StringComparison.Ordinal)
        && file.Name.Value.EndsWith(".json", StringComparison.Ordinal)
        && file.Name.Value.Count(c => c == '/') == 2
        && file.Bytes <= MaxHeartbeatBytes;
}
