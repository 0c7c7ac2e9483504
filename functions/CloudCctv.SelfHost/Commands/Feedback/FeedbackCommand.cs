using System.CommandLine;
using System.Globalization;
using CloudCctv.Analysis.Feedback;
using CloudCctv.SelfHost.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands.Feedback;

/// <summary><c>cctv-server feedback export</c>: what people said of pictures in the gallery, as a set to measure and to train with.</summary>
internal static class FeedbackCommand
{
    public static Command Create() => new("feedback", "What people said of pictures in the gallery.") { Export() };

    private static Command Export()
    {
        var flags = new ServerFlags("Data", "Store");
        var folder = new Argument<string>("FOLDER") { Description = "Where images/ and labels/ are written; must be empty or not there yet" };
        var camera = CameraFlag.Create();
        var command = new Command("export", "Write these pictures with labels as YOLO text, for eval and training.") { folder, camera };
        flags.AddTo(command);
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            var (target, chosen) = (parsed.GetRequiredValue(folder), CameraFlag.Read(parsed.GetValue(camera)));
            if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            {
                throw new SettingsException($"{target}: is not empty; what was said before and taken back since would stay in it.");
            }

            await using var services = StoreServices.Existing(flags.Load(parsed));
            var report = await services.GetRequiredService<FeedbackExport>().WriteAsync(target, chosen, token);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{target}: {report.NotAPerson} pictures without a person, {report.Right} confirmed{(report.LeftOut > 0 ? $"; {report.LeftOut} left out: gone, or not as they were captured" : "")}."));
            return 0;
        }));
        return command;
    }
}
