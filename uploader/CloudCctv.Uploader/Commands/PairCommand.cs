using System.CommandLine;
using CloudCctv.Storage;
using CloudCctv.Uploader.Pairing;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Commands;

/// <summary><c>cctv-uploader pair</c>: exit code 0 when paired, 1 if the server says no or cannot be reached, 2 for wrong settings.</summary>
internal static class PairCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var data = new Option<string?>("--data") { Description = "The uploader's data folder, where key and pairing are kept.", HelpName = "DIR" };
        var server = new Argument<string>("URL") { Description = "The server or app: https://…" };
        var code = new Argument<string>("CODE") { Description = "The pairing code that 'cctv-server devices add' or the page of devices has shown." };
        var command = new Command("pair", "Let this device send pictures to a server, with a key of its own.") { server, code, config, data };
        command.SetAction((arguments, cancellationToken) => PairAsync(
            arguments.GetRequiredValue(server), arguments.GetRequiredValue(code), arguments.GetValue(config), arguments.GetValue(data), cancellationToken));
        return command;
    }

    private static async Task<int> PairAsync(string server, string code, string? config, string? data, CancellationToken cancellationToken)
    {
        try
        {
            var url = ParseServer(server);
            var folder = data ?? (config is null ? new UploaderSettings() : SettingsFile.Load(config)).DataFolder;
            using var key = DeviceKeyFile.ReadOrCreate(folder);
            using var calls = new DeviceCalls(url, key, device: "");
            var answer = await calls.PairAsync(code, cancellationToken);
            new PairingFile(url, answer.Device, answer.Site, answer.Cameras).Write(folder);
            Console.WriteLine($"Paired. The settings must say: site {answer.Site}, device {answer.Device}{(answer.Cameras.Count > 0 ? $", cameras among {string.Join(", ", answer.Cameras)}" : "")}.");
            return 0;
        }
        catch (Exception exception) when (exception is SettingsException or StoreException or PairingException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return exception is SettingsException ? 2 : 1;
        }
    }

    // Codes and credentials go over TLS only; plain HTTP is for a server on the same machine.
    private static Uri ParseServer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.PathAndQuery == "/" && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? url
            : throw new SettingsException($"URL is '{text}'; it must be the address of the server, https://NAME, without a path.");
}
