using System.CommandLine;
using CloudCctv.Storage.Dropbox.SignIn;

namespace CloudCctv.SelfHost.Commands;

/// <summary><c>cctv-server dropbox login</c>: lets this server into the owner's Dropbox.</summary>
internal static class DropboxCommand
{
    public static Command Create()
    {
        var appKey = new Option<string>("--app-key") { Description = "App key of your app's page at https://www.dropbox.com/developers/apps", HelpName = "KEY", Required = true };
        var file = new Option<string?>("--token-file") { Description = $"Where the token is kept ({DropboxTokenFile.FileVariable}, else ~/.config/cloudcctv/dropbox-token.json)", HelpName = "FILE" };
        var login = new Command("login", "Print an address, take the code that is shown there, and keep the token.") { appKey, file };
        login.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            await DropboxLogin.RunAsync(parsed.GetRequiredValue(appKey), parsed.GetValue(file), Console.In, Console.Out, token);
            return 0;
        }));
        return new Command("dropbox", "Dropbox as the way from devices to this server.") { login };
    }
}
