using CloudCctv.Storage;
using CloudCctv.Uploader.Health;
using CloudCctv.Uploader.Settings.Checks;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>
/// Looks for settings in the store, puts them on trial, and keeps them or takes them back. What has proved itself is
/// remembered, so that a device that starts without a link goes on with it.
/// </summary>
internal sealed class RemoteLoop(
    RemoteOptions options, RemoteShelf shelf, RemoteCheck check, RemoteStateFile file, SettingsInForce settings, DeviceHealth health, TimeProvider clock, ILogger logger)
{
    private RemoteState state = new();
    private bool failing;

    /// <summary>Puts what is remembered into force; to be called before cameras start.</summary>
    public void Restore()
    {
        state = file.Load();
        if (state.Good is not { } good)
        {
            return;
        }

        try
        {
            // The key may have been set since.
            check.Check(good, 0);
            settings.Use(good, onTrial: false);
        }
        catch (SettingsException exception)
        {
            logger.RemoteNoLongerFits(exception.Message);
            Remember(state with { Good = null });
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await LookAsync(cancellationToken);
                failing = false;
            }
            catch (StoreException exception)
            {
                Failed(exception);
            }

            await Task.Delay(TimeSpan.FromSeconds(options.PollSeconds), clock, cancellationToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var tag = await shelf.TagAsync(cancellationToken);
        if (tag is null && state.Good is not null)
        {
            settings.Use(null, onTrial: false);
            Remember(state with { Good = null });
            logger.RemoteGone();
        }

        // A new signature beside what is in force is on its way to something new, or changes nothing.
        if (tag is null || tag == state.RefusedTag || tag.Split('|')[0] == state.Good?.Tag.Split('|')[0])
        {
            return;
        }

        try
        {
            if (await shelf.ReadAsync(tag, cancellationToken) is { } content)
            {
                await TryAsync(content, cancellationToken);
            }
        }
        catch (SettingsException exception)
        {
            Refuse(new RemoteContent(tag, "", null), exception.Message);
        }
    }

    private async Task TryAsync(RemoteContent content, CancellationToken cancellationToken)
    {
        var before = settings.Remote;
        var trials = state.TrialTag == content.Tag ? state.Trials + 1 : 1;
        try
        {
            check.Check(content, state.Revision);
            if (trials > 2)
            {
                throw new SettingsException("the device was started anew in the middle of their trial, twice.");
            }

            var trial = new RemoteTrial(TimeSpan.FromSeconds(options.TrialSeconds), settings, health, clock);
            Remember(state with { TrialTag = content.Tag, Trials = trials });
            settings.Use(content, onTrial: true);
            logger.RemoteOnTrial(content.Hash, options.TrialSeconds);
            SettingsWarnings.OfRun(settings.Current).ToList().ForEach(logger.SettingsWarning);
            if (await trial.SilentAsync(cancellationToken) is { Count: > 0 } silent)
            {
                TakeBack(before);
                throw new SettingsException($"{string.Join(", ", silent)} sent no more pictures.");
            }
        }
        catch (SettingsException exception)
        {
            Refuse(content, exception.Message);
            return;
        }

        Remember(state with { Good = content, TrialTag = null, Trials = 0, Revision = Math.Max(state.Revision, RemoteCheck.RevisionOf(content)) });
        settings.Confirm();
        logger.RemoteKept(content.Hash);
    }

    private void TakeBack(RemoteContent? before)
    {
        try
        {
            settings.Use(before, onTrial: false);
        }
        catch (SettingsException exception)
        {
            // The local file has changed since.
            logger.RemoteNoLongerFits(exception.Message);
            settings.Use(null, onTrial: false);
        }
    }

    private void Refuse(RemoteContent content, string reason)
    {
        logger.RemoteRefused(content.Hash, reason);
        Remember(state with { RefusedTag = content.Tag, TrialTag = null, Trials = 0 });
        settings.Refuse(content);
    }

    private void Remember(RemoteState next)
    {
        state = next;
        file.Save(next);
    }

    // Once per outage: a credential that may only write stays so for years.
    private void Failed(StoreException exception)
    {
        if (failing)
        {
            return;
        }

        failing = true;
        if (exception is StoreUnreachableException { AccessDenied: true })
        {
            logger.RemoteDenied(shelf.Name.ToString());
        }
        else
        {
            logger.RemoteUnreachable(exception.Message, options.PollSeconds);
        }
    }
}
