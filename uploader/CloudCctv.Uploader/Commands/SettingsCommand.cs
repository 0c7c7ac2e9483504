using System.CommandLine;
using System.Text;
using CloudCctv.Storage.Folders;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Reading;
using CloudCctv.Uploader.Settings.Remote;

namespace CloudCctv.Uploader.Commands;

/// <summary><c>cctv-uploader settings</c>: what the owner needs to change settings from afar. Exit code 2 with the reason if it could not be done.</summary>
internal static class SettingsCommand
{
    public static Command Create() => new("settings", "Sign settings that devices take from the store.") { Keygen(), Sign() };

    private static Command Keygen()
    {
        var key = new Argument<string>("FILE") { Description = "Where the private key goes. It must not exist yet. Keep it off the devices." };
        var command = new Command("keygen", "Make a key pair: the private key goes into FILE, the public key, for 'remote.publicKey', is printed.") { key };
        command.SetAction(arguments => Guarded(() =>
        {
            var (path, (privatePem, publicKey)) = (arguments.GetValue(key)!, OwnerKey.Generate());
            if (!PrivateFile.TryCreate(path, privatePem))
            {
                throw new SettingsException($"{path}: is there already; a key that devices trust is not replaced. Name another file.");
            }

            Console.WriteLine(publicKey);
        }));
        return command;
    }

    private static Command Sign()
    {
        var file = new Argument<string>("FILE") { Description = "The settings, as they will be put into the store." };
        var key = new Option<string>("--key") { Description = "The private key.", HelpName = "KEY", Required = true };
        var command = new Command("sign", "Check settings for devices and write their signature to FILE.sig.") { file, key };
        command.SetAction(arguments => Guarded(() =>
        {
            var (path, keyFile) = (arguments.GetValue(file)!, arguments.GetValue(key)!);
            var bytes = File.ReadAllBytes(path);
            var settings = SettingsFile.Bind<RemoteSettings>(SettingsParser.Parse(bytes, path));
            if (settings.For is null || settings.Revision is null)
            {
                throw new SettingsException(
                    $"{path}:1: 'for' (SITE/DEVICE) and 'revision' (counting up) are required: a signature without them would hold on every device and for ever.");
            }

            File.WriteAllText(path + ".sig", OwnerKey.Sign(bytes, File.ReadAllText(keyFile, Encoding.UTF8), keyFile));
            Console.WriteLine($"{path}.sig: put both into the store, the signature first, as settings/{settings.For}.json.sig and settings/{settings.For}.json");
        }));
        return command;
    }

    private static int Guarded(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception exception) when (exception is SettingsException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }
}
