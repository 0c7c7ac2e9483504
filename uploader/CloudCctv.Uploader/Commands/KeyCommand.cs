using System.CommandLine;
using CloudCctv.Uploader.Live.Access;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Commands;

/// <summary><c>cctv-uploader key</c>: shows the key of the live page, and makes it if there is none yet.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var data = new Option<string?>("--data") { Description = "The uploader's data folder.", HelpName = "DIR" };
        var command = new Command("key", "Show the key of the live page.") { config, data };
        command.SetAction((arguments, _) => ShowAsync(arguments.GetValue(config), arguments.GetValue(data)));
        return command;
    }

    private static async Task<int> ShowAsync(string? config, string? data)
    {
        try
        {
            var settings = config is null ? new UploaderSettings() : SettingsFile.Load(config);
            Console.WriteLine(LiveKeyFile.ReadOrCreate(data ?? settings.DataFolder).Text);
            return 0;
        }
        catch (Exception exception) when (exception is SettingsException or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return exception is SettingsException ? 2 : 1;
        }
    }
}
