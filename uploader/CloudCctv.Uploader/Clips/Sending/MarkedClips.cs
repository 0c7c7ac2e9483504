using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>
/// The clips of one camera that are sent without anybody's asking. Each was marked when its recording began; the mark goes when
/// the spool has it, so that a crash at any line loses none and sends none for ever. Thread-safe.
/// </summary>
/// <param name="camera">Its name.</param>
/// <param name="folder">Of its clips.</param>
/// <param name="sender">Takes them; null if none are sent any more: then what other settings have marked is marked no longer.</param>
/// <param name="logger">Told of what is not sent, and of a disk that is gone.</param>
internal sealed class MarkedClips(string camera, ClipFolder folder, ClipSender? sender, ILogger logger)
{
    private readonly Lock turn = new();

    /// <summary>Puts all that are finished into the spool; what finds no room there is tried again the next time.</summary>
    /// <param name="cancellationToken">Leaves the rest for the next time, without an exception.</param>
    public void Send(CancellationToken cancellationToken)
    {
        lock (turn)
        {
            try
            {
                if (sender is null)
                {
                    folder.UnmarkAll();
                    return;
                }

                foreach (var (name, clip) in folder.ToSend())
                {
                    Send(sender, name, clip, cancellationToken);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                logger.ClipsToSendUnreadable(camera, exception.Message);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The marks are still there.
            }
        }
    }

    private void Send(ClipSender to, EventName name, string clip, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!to.IsSure(name))
        {
            logger.ClipWaitsForWish(name);
        }
        else if (to.Put(name, clip, cancellationToken) is not ClipOutcome.Spooled and < ClipOutcome.Never)
        {
            return;
        }

        CrashPoint.Reach(SpoolSteps.ClipSpooled);
        ClipFolder.Unmark(clip);
    }
}
