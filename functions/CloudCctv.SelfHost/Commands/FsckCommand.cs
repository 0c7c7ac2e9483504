using System.CommandLine;
using CloudCctv.Analysis.Fsck;
using CloudCctv.SelfHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands;

/// <summary><c>cctv-server fsck</c>: compares a store with what is promised of it.</summary>
internal static class FsckCommand
{
    public static Command Create()
    {
        var flags = new ServerFlags("Data", "Store");
        var repair = new Option<bool>("--repair") { Description = "Do what loses nothing: send messages again, paint previews again, remove finished zips and left claims" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("fsck", "Check the store: is everything there that should be? May run while servers work. Exit code 1 if something is left to look at.") { repair, json };
        flags.AddTo(command);
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            var findings = await CheckAsync(flags.Load(parsed), parsed.GetValue(repair), token);
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? FsckReport.ToJson(findings) : FsckReport.ToText(findings));
            return findings.All(finding => finding.Repaired) ? 0 : 1;
        }));
        return command;
    }

    private static async Task<IReadOnlyList<Finding>> CheckAsync(ServerSettings settings, bool repair, CancellationToken cancellationToken)
    {
        await using var services = StoreServices.Existing(settings);
        return await services.GetRequiredService<StoreCheckup>().RunAsync(repair, cancellationToken).ToListAsync(cancellationToken);
    }
}
