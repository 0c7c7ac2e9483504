using System.CommandLine;
using System.Globalization;
using CloudCctv.Analysis.Retention.Ranges;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands.Retention;

/// <summary><c>cctv-server erase</c>: everything that shows something of a time range, for good.</summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var (flags, times) = (new ServerFlags("Data", "Store", "TimeZone"), new RangeFlags());
        var yes = new Option<bool>("--yes") { Description = "Do it; without, it is only told what would go" };
        var command = new Command("erase", "Delete all sightings of a time range, starred ones too, and its zips in quarantine. Exit code 1 if something of it still waits to be analysed.") { yes };
        times.AddTo(command);
        flags.AddTo(command);
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            var settings = flags.Load(parsed);
            await using var services = StoreServices.Existing(settings);
            return await EraseAsync(services.GetRequiredService<RangeErasure>(), times.Read(parsed, settings.Zone), parsed.GetValue(yes), token);
        }));
        return command;
    }

    private static async Task<int> EraseAsync(RangeErasure erasure, TimeRange range, bool yes, CancellationToken cancellationToken)
    {
        var report = yes ? await erasure.EraseAsync(range, cancellationToken) : await erasure.FindAsync(range, cancellationToken);
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(yes ? "Erased" : "Would erase (--yes does it)")}: {report.Pictures} pictures of {report.Events} events, {report.Clips} clips, {report.Quarantined} zips in quarantine; {range}."));
        if (!report.IsComplete)
        {
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"Still to be analysed: {report.Waiting} zips; {report.InWork} events were left alone for that. Erase again when they are done."));
        }

        return report.IsComplete ? 0 : 1;
    }
}
