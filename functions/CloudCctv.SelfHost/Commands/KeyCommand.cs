using System.CommandLine;
using CloudCctv.SelfHost.Hosting;

namespace CloudCctv.SelfHost.Commands;

/// <summary><c>cctv-server key</c>: shows what opens the gallery.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of the server", HelpName = "DIR", Required = true };
        var command = new Command("key", "Print the access key of the gallery, made now if there is none yet.") { data };
        command.SetAction((parsed, _) => CommandEdge.RunAsync(async () =>
        {
            await Console.Out.WriteLineAsync(ServerKey.Find(parsed.GetRequiredValue(data)).Text);
            return 0;
        }));
        return command;
    }
}
