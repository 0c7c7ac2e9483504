using System.CommandLine;
using CloudCctv.Storage;
using CloudCctv.Storage.Dropbox.SignIn;

namespace CloudCctv.Uploader.Commands;

/// <summary><c>cctv-uploader dropbox login</c>: lets this device into the owner's Dropbox.</summary>
internal static class DropboxCommand
{
    public static Command Create()
    {
        var appKey = new Option<string>("--app-key") { Description = "App key of your app's page at https://www.dropbox.com/developers/apps.", HelpName = "KEY", Required = true };
        var file = new Option<string?>("--token-file") { Description = $"Where the token is kept; {DropboxTokenFile.FileVariable}, else ~/.config/cloudcctv/dropbox-token.json if absent.", HelpName = "FILE" };
        var login = new Command("login", "Print an address, take the code that is shown there, and keep the token.") { appKey, file };
        login.SetAction((parsed, token) => LoginAsync(parsed.GetRequiredValue(appKey), parsed.GetValue(file), token));
        return new Command("dropbox", "Dropbox as the store: --store dropbox:/FOLDER.") { login };
    }

    private static async Task<int> LoginAsync(string appKey, string? file, CancellationToken cancellationToken)
    {
        try
        {
            await DropboxLogin.RunAsync(appKey, file, Console.In, Console.Out, cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is StoreException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return exception is ArgumentException ? 2 : 1;
        }
    }
}
