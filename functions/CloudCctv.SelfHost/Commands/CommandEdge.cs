using CloudCctv.Analysis.Devices;
using CloudCctv.Detection;
using CloudCctv.Detection.Evaluation.Labels;
using CloudCctv.Gallery.Access.Users;
using CloudCctv.SelfHost.Models;
using CloudCctv.SelfHost.Settings;
using CloudCctv.Storage;
using Microsoft.Extensions.Options;

namespace CloudCctv.SelfHost.Commands;

/// <summary>Where faults of the user's making become lines that a person can act on, and an exit code.</summary>
internal static class CommandEdge
{
    /// <summary>Nothing was started: the settings are wrong.</summary>
    public const int WrongSettings = 2;

    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception exception) when (exception
            is SettingsException or DeviceException or UserException or OptionsValidationException or ModelException or LabelException or DownloadException or StoreException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return WrongSettings;
        }
    }
}
