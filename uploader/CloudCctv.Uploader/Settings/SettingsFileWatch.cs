using System.Runtime.InteropServices;
using CloudCctv.Uploader.Settings.Checks;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Settings;

/// <summary>
/// Reads the settings file again when it has changed, or when SIGHUP says so. The file is looked at every two seconds rather
/// than listened to: notifications miss files on a share and files that are swapped by a link.
/// </summary>
internal sealed class SettingsFileWatch(string file, SettingsInForce settings, TimeProvider clock, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim asked = new(0);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            asked.Release();
        });
        var read = Version();
        var seen = read;
        while (true)
        {
            var now = await WaitAsync(cancellationToken);
            var next = Version();
            // Two looks must see the same: an editor may still be writing.
            if (now || (next == seen && next != read && next is not null))
            {
                read = next;
                Reload();
            }

            seen = next;
        }
    }

    /// <summary>Reads and checks the file, and puts it into force if it is right.</summary>
    public void Reload()
    {
        try
        {
            settings.Reload();
            logger.SettingsReloaded(file);
            foreach (var warning in SettingsWarnings.OfRun(settings.Current))
            {
                logger.SettingsWarning(warning);
            }
        }
        catch (SettingsException exception)
        {
            logger.SettingsRefused(Environment.NewLine, exception.Message);
        }
    }

    public void Dispose() => asked.Dispose();

    /// <returns>True if somebody asked for it.</returns>
    private async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(Interval, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await asked.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private (DateTime, long)? Version() => new FileInfo(file) is { Exists: true } found ? (found.LastWriteTimeUtc, found.Length) : null;
}
