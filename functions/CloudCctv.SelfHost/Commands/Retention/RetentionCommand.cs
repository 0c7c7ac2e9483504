using System.CommandLine;
using System.Globalization;
using CloudCctv.Analysis.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands.Retention;

/// <summary><c>cctv-server retention</c>: what the next run of retention would delete, or that run now.</summary>
internal static class RetentionCommand
{
    public static Command Create()
    {
        var flags = new ServerFlags("Data", "Store");
        var now = new Option<bool>("--now") { Description = "Delete it; without, it is only told" };
        var command = new Command("retention", "Tell what is too old or too much by the settings (Retention, Cameras), up to the limit of one run.") { now };
        flags.AddTo(command);
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            await using var services = StoreServices.Existing(flags.Load(parsed));
            var report = await services.GetRequiredService<EnforceRetention>().RunAsync(dryRun: !parsed.GetValue(now), token);
            foreach (var (gone, why) in report.ByAge.Select(one => (one, "age")).Concat(report.ByRoom.Select(one => (one, "room"))))
            {
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{why,-4}  {gone.Event}  {gone.Pictures} pictures  {gone.Bytes} bytes"));
            }

            await Console.Out.WriteLineAsync(Sum(report));
            return 0;
        }));
        return command;
    }

    private static string Sum(RetentionReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(report.DryRun ? "Would delete (--now does it)" : "Deleted")}: {report.Events} events, {report.Pictures} pictures, {report.Bytes} bytes{(report.Records > 0 ? $", {report.Records} old records" : "")}{(report.InWork > 0 ? $"; {report.InWork} left alone, in work" : "")}{(report.MoreToDo ? "; more in the next run" : "")}.");
}
