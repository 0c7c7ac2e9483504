using System.CommandLine;
using System.Globalization;
using CloudCctv.Analysis.Devices;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands.Devices;

/// <summary><c>cctv-server devices</c>: which computers may send pictures. May be used while servers run.</summary>
internal static class DevicesCommand
{
    public static Command Create() => new("devices", "Add, list and revoke the computers that send pictures.")
    {
        Add(),
        List(),
        Revoke(),
    };

    private static Command Add()
    {
        var name = NameArgument();
        var site = new Option<string>("--site") { Description = "The place that its batches must name (home)", HelpName = "NAME", DefaultValueFactory = _ => "home" };
        var cameras = new Option<string[]>("--camera") { Description = "The cameras that they may name (any of the site)", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };
        return WithRegistry("add", "Add a device, or one that was revoked, and print its pairing code.", [name], [site, cameras], async (registry, parsed, token) =>
        {
            var device = parsed.GetRequiredValue(name);
            var code = await registry.Registry.AddAsync(device, parsed.GetRequiredValue(site), parsed.GetValue(cameras) ?? [], token);
            await Console.Out.WriteLineAsync(code);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"On {device}, within {registry.Options.CodeLifetime.TotalMinutes:0} minutes: cctv-uploader pair https://ADDRESS-OF-THIS-SERVER {code}"));
        });
    }

    private static Command List() => WithRegistry("list", "List devices: name, site, cameras, state, last renewal.", [], [], async (registry, _, token) =>
    {
        await foreach (var device in registry.Registry.ListAsync(token))
        {
            await Console.Out.WriteLineAsync(string.Join('\t', device.Name, device.Site, device.Cameras.Count == 0 ? "*" : string.Join(',', device.Cameras), StateOf(device),
                device.RenewedAt?.ToString("u", CultureInfo.InvariantCulture) ?? "never"));
        }
    });

    private static Command Revoke()
    {
        var name = NameArgument();
        return WithRegistry("revoke", "End a device's pairing.", [name], [], async (registry, parsed, token) =>
        {
            var ends = await registry.Registry.RevokeAsync(parsed.GetRequiredValue(name), token);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Revoked. The last credentials that it may hold end at {ends:u}."));
        });
    }

    private static string StateOf(DeviceRecord device) => device switch
    {
        { CodeHash: not null, CodeUsed: false } => "unpaired",
        { IsRevoked: true } => "revoked",
        _ => "paired",
    };

    private static Argument<string> NameArgument() => new("NAME") { Description = "What the device is called: a-z, 0-9 and hyphens" };

    private static Command WithRegistry(string name, string description, Argument[] arguments, Option[] options, Func<Registered, ParseResult, CancellationToken, Task> act) =>
        StoreCommand.Create(name, description, arguments, options, (_, services, parsed, token) =>
            act(new Registered(services.GetRequiredService<DeviceRegistry>(), services.GetRequiredService<DeviceOptions>()), parsed, token));

    private sealed record Registered(DeviceRegistry Registry, DeviceOptions Options);
}
