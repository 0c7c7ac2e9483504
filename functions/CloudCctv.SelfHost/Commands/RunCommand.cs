using System.CommandLine;
using CloudCctv.SelfHost.Hosting;

namespace CloudCctv.SelfHost.Commands;

/// <summary><c>cctv-server run</c>: queue, alerts, sweep and gallery until a signal.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var flags = new ServerFlags();
        var command = new Command("run", "Analyse what arrives, alert, and serve the gallery, until SIGTERM or Ctrl+C.");
        flags.AddTo(command);
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            await ServerHost.RunAsync(flags.Load(parsed), token);
            return 0;
        }));
        return command;
    }
}
