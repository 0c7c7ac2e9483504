using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Clips;

/// <summary>Finishes the clips of one camera that an earlier run left behind, once, in the background.</summary>
internal sealed class ClipSalvage
{
    private readonly string camera;
    private readonly ClipFolder folder;
    private readonly ILogger logger;
    private readonly IReadOnlyList<string> parts;

    /// <summary>Looks at once what there is: what is recorded later is none of its business.</summary>
    public ClipSalvage(string camera, ClipFolder folder, ILogger logger)
    {
        this.camera = camera;
        this.folder = folder;
        this.logger = logger;
        try
        {
            parts = folder.LeftParts();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.ClipsUnreadable(camera, exception.Message);
            parts = [];
        }
    }

    /// <returns>Clips that can be played now.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        // Off the caller's thread: a camera is waiting to be watched.
        await Task.Yield();
        var salvaged = 0;
        foreach (var part in parts)
        {
            try
            {
                salvaged += await FinishAsync(part, cancellationToken) ? 1 : 0;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                // It stays for the next start.
                logger.ClipsUnreadable(camera, exception.Message);
                break;
            }
        }

        return salvaged;
    }

    private async Task<bool> FinishAsync(string part, CancellationToken cancellationToken)
    {
        try
        {
            await folder.FinishAsync(part, cancellationToken);
            logger.ClipSalvaged(camera, Path.GetFileName(part));
            return true;
        }
        catch (ClipException exception)
        {
            logger.ClipLost(camera, Path.GetFileName(part), exception.Message);
            ClipFolder.Discard(part);
            return false;
        }
    }
}
