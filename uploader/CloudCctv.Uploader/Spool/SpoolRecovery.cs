using CloudCctv.Contracts.Batches;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Spool;

/// <summary>At start, finishes the batches that a crash or a power cut left unfinished.</summary>
public sealed class SpoolRecovery(SpoolFolder spool, string device, ILogger logger)
{
    public void Run()
    {
        foreach (var path in spool.UnfinishedParts())
        {
            try
            {
                Recover(path);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ManifestException)
            {
                // It stays for the next start; one bad file must not keep a camera from watching.
                logger.PartUnrecoverable(Path.GetFileName(path), exception.Message);
            }
        }
    }

    private void Recover(string path)
    {
        if (SpoolFolder.BatchOf(path) is not { } batch)
        {
            logger.PartUnrecoverable(Path.GetFileName(path), "its name is not that of a batch");
            return;
        }

        using var part = PartFile.Reopen(spool, device, batch);
        if (part is null)
        {
            File.Delete(path);
            logger.PartEmpty(batch);
            return;
        }

        part.Seal();
        logger.PartRecovered(batch, part.Frames);
    }
}
