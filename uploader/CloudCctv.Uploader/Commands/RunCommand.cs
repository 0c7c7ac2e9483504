using System.CommandLine;
using CloudCctv.Storage;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Pairing;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Checks;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Commands;

/// <summary><c>cctv-uploader run</c>: exit code 0 when stopped or all played and delivered, 1 if a recording could not be read, 2 for wrong settings.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var source = Options.Source();
        var speed = Options.Speed();
        var camera = Options.Camera();
        var site = new Option<string?>("--site") { Description = "Name of the place.", HelpName = "NAME" };
        var device = new Option<string?>("--device") { Description = "Name of this computer; its host name if absent.", HelpName = "NAME" };
        var data = new Option<string?>("--data") { Description = "Folder for batches that are not delivered yet.", HelpName = "DIR" };
        var store = new Option<string?>("--store") { Description = "Folder, https://ACCOUNT.blob.core.windows.net or dropbox:/FOLDER. If absent: the environment variable CLOUDCCTV_STORE.", HelpName = "STORE" };
        var summary = new Option<string?>("--summary") { Description = "Write what was done to this file as JSON, at the end.", HelpName = "FILE" };
        var live = new Option<bool>("--live") { Description = "Serve the live page: what the cameras see now, zones, tuning." };
        var livePort = Options.LivePort();
        var liveAddress = new Option<string?>("--live-address") { Description = "Where it listens: 127.0.0.1 (default) or, for the whole network, 0.0.0.0.", HelpName = "IP" };
        var command = new Command("run", "Watch cameras until stopped; recordings are played to their end.") { config, source, camera, site, device, data, store, speed, summary, live, livePort, liveAddress };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            new CommandSettings
            {
                Config = arguments.GetValue(config),
                Source = arguments.GetValue(source),
                Camera = arguments.GetValue(camera),
                Site = arguments.GetValue(site),
                Device = arguments.GetValue(device),
                Data = arguments.GetValue(data),
                Store = arguments.GetValue(store),
                MaxSpeed = arguments.GetValue(speed) == "max",
                Live = arguments.GetValue(live),
                LivePort = arguments.GetValue(livePort),
                LiveAddress = arguments.GetValue(liveAddress),
            },
            arguments.GetValue(summary),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandSettings given, string? summaryFile, CancellationToken cancellationToken)
    {
        using var logging = LoggerFactory.Create(builder => builder.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        }));
        try
        {
            var logger = logging.CreateLogger("uploader");
            var settings = new SettingsInForce(given.Merge, logger);
            SettingsWarnings.OfRun(settings.Current).ToList().ForEach(logger.SettingsWarning);
            var run = new UploaderRun(settings, Open(settings.Current, logger), TimeProvider.System, logger) { ConfigFile = given.Config };
            var (summary, allRead) = await WatchingFileAsync(given.Config, settings, logger, run.RunAsync, cancellationToken);
            if (summaryFile is not null)
            {
                summary.WriteTo(summaryFile);
            }

            return allRead ? 0 : 1;
        }
        catch (Exception exception) when (summaryFile is not null && exception is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"--summary '{summaryFile}' cannot be written: {exception.Message}");
            return 1;
        }
        catch (Exception exception) when (exception is SettingsException or CaptureException or SpoolException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }

    private static async Task<T> WatchingFileAsync<T>(
        string? file, SettingsInForce settings, ILogger logger, Func<CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        if (file is null)
        {
            return await run(cancellationToken);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watch = new SettingsFileWatch(file, settings, TimeProvider.System, logger);
        var watching = KeptRunning.RunAsync("watching the settings file", watch.RunAsync, TimeProvider.System, logger, stop.Token);
        try
        {
            return await run(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await watching;
        }
    }

    // What is said here and now goes before what was once paired.
    private static Store Open(UploaderSettings settings, ILogger logger)
    {
        try
        {
            return StoreAddress.Find(settings.Store, "--store", Environment.GetEnvironmentVariable) is { } options ? StoreFactory.Create(options, TimeProvider.System)
                : PairedStore.Find(settings, TimeProvider.System, logger)
                ?? throw new SettingsException($"No store: pair this device (cctv-uploader pair), give --store FOLDER, --store https://ACCOUNT.blob.core.windows.net or --store dropbox:/FOLDER, or set the environment variable {StoreAddress.Variable}.");
        }
        catch (ArgumentException exception)
        {
            throw new SettingsException(exception.Message, exception);
        }
    }
}
