using System.CommandLine;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Privacy;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace CloudCctv.Uploader.Commands;

/// <summary><c>cctv-uploader motion</c>: what the gate makes of a source, for tuning on one's own recordings. Nothing is kept or sent.</summary>
internal static class MotionCommand
{
    public static Command Create()
    {
        var config = Options.Config();
        var source = Options.Source();
        var camera = Options.Camera();
        var json = new Option<bool>("--json") { Description = "One JSON line per frame and per event, instead of a line per event." };
        var command = new Command("motion", "Show what the motion gate sees in a source.") { config, source, camera, json };
        command.SetAction((arguments, cancellationToken) => RunAsync(
            new CommandSettings { Config = arguments.GetValue(config), Source = arguments.GetValue(source), Camera = arguments.GetValue(camera), MaxSpeed = true },
            arguments.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CommandSettings given, bool json, CancellationToken cancellationToken)
    {
        try
        {
            using var logging = ComplaintsToErrorStream();
            var cameras = given.Load().Cameras;
            var camera = cameras[0];
            if (cameras.Count > 1)
            {
                await Console.Error.WriteLineAsync($"{cameras.Count} cameras in the file: this shows '{camera.Name}'. For another one: --camera NAME");
            }

            var logger = logging.CreateLogger("motion");
            using var mask = PrivacyMask.Of(camera.Privacy);
            var source = MaskedSource.Around(
                camera.Name, new SupervisedSource(camera.Name, SourceAddress.Parse(camera.Source), camera.Capture, TimeProvider.System, new Random(), logger), mask, logger);

            // Line by line: of a live camera, each is wanted when it happens.
            await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
            await ReportAsync(camera, source, new MotionReport(output, json), cancellationToken);
            return 0;
        }
        catch (Exception exception) when (exception is SettingsException or CaptureException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return exception is SettingsException ? 2 : 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    // The output is for programs; that a camera does not answer is for people.
    private static ILoggerFactory ComplaintsToErrorStream() => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(LogLevel.Warning)
        .AddSimpleConsole(console => console.SingleLine = true)
        .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));

    private static async Task ReportAsync(CameraSettings camera, IFrameSource source, MotionReport report, CancellationToken cancellationToken)
    {
        using var eye = new CameraEye(camera.Motion, camera.Privacy);
        var tracker = new EventTracker(camera.Events);
        await foreach (var frame in source.ReadAsync(cancellationToken))
        {
            using (frame)
            {
                try
                {
                    var luma = eye.Read(frame);
                    var motion = eye.Judge(luma);
                    report.Add(frame, luma, motion, tracker.Next(motion.Motion, frame.Time));
                }
                catch (JpegException exception)
                {
                    await Console.Error.WriteLineAsync($"frame {frame.Number} left out: {exception.Message}");
                }
            }
        }

        report.Finish(tracker.Stop());
    }
}
