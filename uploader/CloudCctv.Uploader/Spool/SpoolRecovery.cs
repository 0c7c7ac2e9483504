using CloudCctv.Contracts.Names;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Spool;

/// <summary>Finishes the batches that a crash, a power cut or a full disk left unfinished.</summary>
public sealed class SpoolRecovery(SpoolFolder spool, string device, ILogger logger)
{
    /// <summary>At start, before anything is written: takes care of all there is.</summary>
    public void Run()
    {
        foreach (var path in spool.UnfinishedParts())
        {
            try
            {
                if (SpoolFolder.BatchOf(path) is { } batch)
                {
                    Finish(batch);
                }
                else
                {
                    logger.PartUnrecoverable(Path.GetFileName(path), "its name is not that of a batch");
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It stays for the next start; one bad file must not keep a camera from watching.
                logger.PartUnrecoverable(Path.GetFileName(path), exception.Message);
            }
        }
    }

    /// <summary>Finishes one batch that nobody is writing to any more.</summary>
    /// <exception cref="IOException">The disk is still full or gone.</exception>
    public void Finish(BatchName batch)
    {
        using var part = PartFile.Reopen(spool, device, batch);
        if (part is null)
        {
            File.Delete(spool.PartFileOf(batch));
            logger.PartEmpty(batch);
            return;
        }

        part.Seal();
        logger.PartRecovered(batch, part.Frames);
    }
}
