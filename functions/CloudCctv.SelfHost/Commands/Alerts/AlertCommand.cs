using System.CommandLine;
using CloudCctv.Analysis.Alerts;
using CloudCctv.SelfHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands.Alerts;

/// <summary><c>cctv-server alert</c>: tries out how people are told, with the settings of the server.</summary>
internal static class AlertCommand
{
    public static Command Create() => new("alert", "Try out how people are told.") { Test() };

    private static Command Test()
    {
        var flags = new ServerFlags("Data", "Store", "TimeZone");
        var name = new Argument<string>("CHANNEL") { Description = "Name of the channel, such as ntfy, telegram, web-push; 'all' for every one" };
        var command = new Command("test", "Send a test alert through a channel, past the outbox. Exit code 1 if it was not delivered.") { name };
        flags.AddTo(command);
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            await using var services = StoreServices.Build(flags.Load(parsed));
            var channels = Choose(services.GetRequiredService<AlertChannels>(), parsed.GetRequiredValue(name));
            var message = services.GetRequiredService<AlertMessages>().ComposeTest(services.GetRequiredService<TimeProvider>().GetUtcNow());
            var delivered = true;
            foreach (var channel in channels)
            {
                delivered &= await SendAsync(channel, message, token);
            }

            return delivered ? 0 : 1;
        }));
        return command;
    }

    private static IReadOnlyList<IAlertChannel> Choose(AlertChannels channels, string name) => (name, channels.Find(name)) switch
    {
        ("all", _) => channels.All,
        (_, { } found) => [found],
        _ => throw new SettingsException($"There is no channel '{name}'; there are {string.Join(", ", channels.All.Select(one => one.Name))}."),
    };

    private static async Task<bool> SendAsync(IAlertChannel channel, AlertMessage message, CancellationToken cancellationToken)
    {
        var outcome = await channel.SendAsync(message, cancellationToken);
        var isDelivered = outcome.Verdict == AlertVerdict.Delivered;
        await Console.Out.WriteLineAsync($"{channel.Name}: {(isDelivered ? "delivered" : $"not delivered: {outcome.Detail}")}");
        return isDelivered;
    }
}
