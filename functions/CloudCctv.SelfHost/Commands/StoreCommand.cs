using System.CommandLine;
using CloudCctv.SelfHost.Settings;

namespace CloudCctv.SelfHost.Commands;

/// <summary>A command that works on a server's store beside it, and may be used while servers run.</summary>
internal static class StoreCommand
{
    /// <param name="name">What it is called.</param>
    /// <param name="description">One line for the help.</param>
    /// <param name="arguments">In order.</param>
    /// <param name="options">Besides those that say where the store is.</param>
    /// <param name="act">What it does; whoever calls it turns faults of the user's making into lines.</param>
    public static Command Create(
        string name, string description, Argument[] arguments, Option[] options, Func<ServerSettings, IServiceProvider, ParseResult, CancellationToken, Task> act)
    {
        var flags = new ServerFlags("Data", "Store");
        var command = new Command(name, description);
        Array.ForEach(arguments, command.Add);
        Array.ForEach(options, command.Add);
        flags.AddTo(command);
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            var settings = flags.Load(parsed);
            await using var services = StoreServices.Build(settings);
            await act(settings, services, parsed, token);
            return 0;
        }));
        return command;
    }
}
