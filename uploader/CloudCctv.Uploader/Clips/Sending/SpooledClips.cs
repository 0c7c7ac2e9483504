using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>
/// The copies of clips that wait in the spool, and whether anybody still wants them to leave: settings change while they wait.
/// Those of a camera that the settings no longer list leave as its pictures do. Thread-safe.
/// </summary>
/// <param name="settings">What each camera sends, as it is now.</param>
/// <param name="spool">Where they wait.</param>
/// <param name="asked">Which of them somebody asked for.</param>
/// <param name="logger">Told of each that is given up.</param>
internal sealed class SpooledClips(SettingsInForce settings, SpoolFolder spool, SentClips asked, ILogger logger)
{
    /// <summary>Whether somebody waits for this one.</summary>
    public bool IsAsked(BatchName clip) => asked.Has(clip.Event);

    /// <summary>Whether it should leave at all, now or later.</summary>
    public bool IsWanted(BatchName clip) =>
        settings.Current.Cameras.FirstOrDefault(camera => camera.Name == clip.Event.Camera) is not { Clips: var options }
        || options.SendsUnasked || (options.Sends && IsAsked(clip));

    /// <summary>The store will not take it: whoever asked for it is told.</summary>
    public void Rejected(BatchName clip) => asked.Refuse(clip.Event);

    /// <summary>Gives up those that should not leave any more, but for what is being sent at this moment. The clips stay.</summary>
    public void GiveUpUnwanted()
    {
        foreach (var clip in spool.Waiting().Where(batch => batch.IsClip && !IsWanted(batch)))
        {
            if (spool.Claims.TryClaim(clip))
            {
                GiveUpClaimed(clip);
            }
        }
    }

    private void GiveUpClaimed(BatchName clip)
    {
        try
        {
            spool.Evict(clip);
            // If it is wanted again, it is to be copied again.
            asked.Forget(clip.Event);
            logger.ClipTakenBack(clip.Event);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It does not leave in any case, and the disk may come back.
        }
        finally
        {
            spool.Claims.Release(clip);
        }
    }
}
