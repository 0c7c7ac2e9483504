using System.CommandLine;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Checks;

namespace CloudCctv.Uploader.Commands;

/// <summary><c>cctv-uploader check</c>: exit code 0 if the settings can be used, 2 with one line per fault if not. Nothing is opened or contacted.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var source = Options.Source();
        var camera = Options.Camera();
        var command = new Command("check", "Check settings and show what they come to, defaults filled in and secrets masked.") { config, source, camera };
        command.SetAction((arguments, _) => RunAsync(new CommandSettings
        {
            Config = arguments.GetValue(config),
            Source = arguments.GetValue(source),
            Camera = arguments.GetValue(camera),
        }));
        return command;
    }

    private static async Task<int> RunAsync(CommandSettings given)
    {
        try
        {
            var settings = given.Load();
            await Console.Out.WriteLineAsync(EffectiveSettings.Show(settings));
            foreach (var warning in SettingsWarnings.Of(settings))
            {
                await Console.Error.WriteLineAsync($"warning: {warning}");
            }

            var fault = SettingsWarnings.StoreFault(settings, Environment.GetEnvironmentVariable);
            // The variable may be set where the uploader runs, and not here: a warning only.
            var hard = fault is not null && settings.Store is not null;
            if (fault is not null)
            {
                await Console.Error.WriteLineAsync(hard ? $"{given.Config}: {fault}" : $"warning: {fault}");
            }

            return hard ? 2 : 0;
        }
        catch (SettingsException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 2;
        }
    }
}
