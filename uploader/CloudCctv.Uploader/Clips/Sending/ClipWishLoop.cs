using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Health;
using CloudCctv.Contracts.Names;
using CloudCctv.Storage;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>
/// Looks which clips people ask for, and puts those that are on this device into the spool, under the name by which the event is
/// known in the cloud. Says in the heartbeat which are not here, and what the others wait for.
/// </summary>
/// <param name="settings">Cameras and pauses, as they are now.</param>
/// <param name="site">Of this device.</param>
/// <param name="clips">The folder of all cameras' clips.</param>
/// <param name="shelf">Where wishes stand; null where the store has no place for them: then nobody looks, and the heartbeat says so.</param>
/// <param name="sender">Takes clips.</param>
/// <param name="sent">Remembers them.</param>
/// <param name="spooled">Gives up copies that should not leave any more.</param>
/// <param name="waiting">Knows why they are still in the spool.</param>
/// <param name="health">Told what is missing.</param>
/// <param name="clock">Of the pauses.</param>
/// <param name="logger">Told of outages, once each, and of clips that are not here.</param>
internal sealed class ClipWishLoop(
    SettingsInForce settings, string site, string clips, ClipWishShelf? shelf, ClipSender sender, SentClips sent, SpooledClips spooled, WaitingClips waiting, DeviceHealth health, TimeProvider clock, ILogger logger)
{
    private readonly HashSet<EventName> missing = [];
    private readonly Dictionary<EventName, string?> reasons = [];
    private bool failing;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var wishes = await LookAsync(cancellationToken);
            // What was asked for no more, and what was being copied or sent when the settings changed.
            spooled.GiveUpUnwanted();
            if (wishes is not null)
            {
                // Off the loop's own turn: a clip of 60 MB takes a memory card some seconds.
                await Task.Run(() => Grant(wishes, cancellationToken), cancellationToken);
                health.Use(Tell(wishes));
            }

            await Task.Delay(TimeSpan.FromSeconds(settings.Current.Upload.ClipLookSeconds), clock, cancellationToken);
        }
    }

    /// <returns>Null if nobody need look, or the store does not say what is wished.</returns>
    private async Task<ClipWishes?> LookAsync(CancellationToken cancellationToken)
    {
        if (shelf is null || !settings.Current.Cameras.Any(camera => camera.Clips.Sends))
        {
            health.Use(clips: null);
            return null;
        }

        try
        {
            await shelf.LookAsync(cancellationToken);
            failing = false;
        }
        catch (StoreException exception)
        {
            Failed(exception, shelf.Name.ToString());
            return null;
        }

        sent.KeepOnly(shelf.Wishes);
        missing.IntersectWith(shelf.Wishes.Events);
        return shelf.Wishes;
    }

    private ClipHeartbeat Tell(ClipWishes wishes)
    {
        var ids = wishes.Events.Where(missing.Contains).Select(wish => wish.Id).Take(ClipHeartbeat.MaxMissing).ToList();
        // An id comes twice only if somebody made one up.
        var why = wishes.Events.Select(wish => (wish.Id, Why: WhyOf(wish))).Where(wish => wish.Why is not null)
            .DistinctBy(wish => wish.Id).Take(ClipHeartbeat.MaxWhy).ToDictionary(wish => wish.Id, wish => wish.Why!);
        return new ClipHeartbeat
        {
            Missing = ids.Count > 0 ? ids : null,
            Why = why.Count > 0 ? why : null,
            DataFrom = why.ContainsValue(ClipReason.Data) ? waiting.DataFrom : null,
        };
    }

    private string? WhyOf(EventName wish) => sent.Has(wish) ? waiting.ReasonOf(wish) : reasons.GetValueOrDefault(wish);

    private void Grant(ClipWishes wishes, CancellationToken cancellationToken)
    {
        reasons.Clear();
        foreach (var wish in wishes.Wanted.Where(wish => wish.Event.Site == site && !sent.Has(wish)))
        {
            var outcome = Grant(wish, cancellationToken);
            reasons[wish.Event] = outcome.Reason();
            if (outcome < ClipOutcome.Never)
            {
                missing.Remove(wish.Event);
            }
            else if (missing.Add(wish.Event))
            {
                logger.ClipMissing(wish.Event);
            }
        }
    }

    private ClipOutcome Grant(WantedClip wish, CancellationToken cancellationToken)
    {
        if (sent.IsRefused(wish))
        {
            return ClipOutcome.Never;
        }

        if (settings.Current.Cameras.FirstOrDefault(camera => camera.Name == wish.Event.Camera) is not { Clips.Sends: true } camera)
        {
            return ClipOutcome.Off;
        }

        try
        {
            var (clip, comes) = new ClipFolder(Path.Combine(clips, camera.Name), camera.Clips).Find(wish.Event);
            return clip is not null ? Put(wish, clip, cancellationToken) : comes ? ClipOutcome.Recording : ClipOutcome.Never;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The disk may come back.
            logger.ClipsToSendUnreadable(camera.Name, exception.Message);
            return ClipOutcome.NoRoom;
        }
    }

    private ClipOutcome Put(WantedClip wish, string clip, CancellationToken cancellationToken)
    {
        // Before it is there: then it may leave where one that nobody asked for must wait.
        sent.Expect(wish);
        var outcome = sender.Put(wish.Event, clip, cancellationToken);
        if (outcome == ClipOutcome.Spooled)
        {
            sent.Add(wish);
        }
        else
        {
            sent.Forget(wish.Event);
        }

        return outcome;
    }

    // Once per outage: a credential that may only write stays so for years.
    private void Failed(StoreException exception, string name)
    {
        var denied = exception is StoreUnreachableException { AccessDenied: true };
        if (denied || exception is StoreRejectedException)
        {
            health.Use(clips: null);
        }

        if (failing)
        {
            return;
        }

        failing = true;
        if (denied)
        {
            logger.WishesDenied(name);
        }
        else if (exception is StoreRejectedException)
        {
            logger.WishesNotLent(name);
        }
        else
        {
            logger.WishesUnreachable(exception.Message, settings.Current.Upload.ClipLookSeconds);
        }
    }
}
