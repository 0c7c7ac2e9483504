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

            var watching = Watching();
            Remember(state with { TrialTag = content.Tag, Trials = trials });
            settings.Use(content, onTrial: true);
            logger.RemoteOnTrial(content.Hash, options.TrialSeconds);
            SettingsWarnings.OfBlindSpots(settings.Current).ToList().ForEach(logger.SettingsWarning);
            if (await SilentAsync(watching, cancellationToken) is { Count: > 0 } silent)
            {
                settings.Use(before, onTrial: false);
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

    /// <summary>Cameras that send pictures now: the others prove nothing.</summary>
    private List<string> Watching() =>
    [
        .. settings.Current.Cameras.Select(camera => camera.Name)
            .Where(name => health.CameraOf(name).SinceLastFrame is { } age && age.TotalSeconds < options.TrialSeconds / 2),
    ];

    /// <returns>Those of the cameras that sent nothing in the second half of the trial.</returns>
    private async Task<List<string>> SilentAsync(List<string> cameras, CancellationToken cancellationToken)
    {
        var half = TimeSpan.FromSeconds(options.TrialSeconds / 2);
        await Task.Delay(half, clock, cancellationToken);
        var frames = cameras.Select(name => health.CameraOf(name).FramesSeen).ToList();
        await Task.Delay(half, clock, cancellationToken);
        return [.. cameras.Where((name, index) => health.CameraOf(name).FramesSeen == frames[index])];
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
