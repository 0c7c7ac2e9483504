using System.CommandLine;
using System.Globalization;
using CloudCctv.Analysis.Retention.Ranges;
using CloudCctv.SelfHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands.Retention;

/// <summary><c>cctv-server export</c>: the sightings of a time range as one zip, with proof.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var (flags, times) = (new ServerFlags("Data", "Store", "TimeZone"), new RangeFlags());
        var file = new Argument<string>("FILE") { Description = "The zip to write; must not be there yet" };
        var command = new Command("export", "Write the sightings of a time range into a zip: pictures, records, a manifest with hashes. Exit code 1 if a picture is not as it was captured.") { file };
        times.AddTo(command);
        flags.AddTo(command);
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            var settings = flags.Load(parsed);
            await using var services = StoreServices.Existing(settings);
            return await WriteAsync(services.GetRequiredService<RangeExport>(), times.Read(parsed, settings.Zone), parsed.GetRequiredValue(file), token);
        }));
        return command;
    }

    private static async Task<int> WriteAsync(RangeExport export, TimeRange range, string file, CancellationToken cancellationToken)
    {
        if (File.Exists(file))
        {
            throw new SettingsException($"{file}: is there already; an export replaces nothing.");
        }

        // A name of its own until it is whole.
        var part = file + ".part";
        ExportManifest manifest;
        await using (var target = new FileStream(part, FileMode.Create, FileAccess.Write))
        {
            manifest = await export.WriteAsync(range, target, cancellationToken);
            target.Flush(flushToDisk: true);
        }

        File.Move(part, file);
        var changed = manifest.Files.Count(one => one.AsCaptured == false);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{file}: {manifest.Pictures} pictures, {range}."));
        if (changed > 0)
        {
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{changed} of them are not as they were captured: see asCaptured in {RangeExport.ManifestName}."));
        }

        return changed > 0 ? 1 : 0;
    }
}
