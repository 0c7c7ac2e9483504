using System.CommandLine;
using System.Globalization;
using CloudCctv.Detection;
using CloudCctv.Detection.SecondLook;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.SelfHost.Commands;

/// <summary><c>cctv-server detect</c>: what the detector sees in pictures, without store or queue.</summary>
internal static class DetectCommand
{
    public static Command Create()
    {
        var model = new Option<string?>("--model") { Description = "An .onnx file with its card beside it, or one known by its SHA-256 (the person detector that comes along)", HelpName = "PATH" };
        var minScore = new Option<float?>("--min-score") { Description = "Lowest score shown, 0 to 1 (the model's own)", HelpName = "S" };
        var closely = new Option<bool>("--closely") { Description = "Look again, closer, everywhere: finds smaller people and takes several times as long" };
        var json = new Option<bool>("--json") { Description = "One JSON line for each picture" };
        var files = new Argument<string[]>("FILES") { Description = "JPEG files", Arity = ArgumentArity.OneOrMore };
        var command = new Command("detect", "Tell what is in pictures. Exit code 1 if one could not be read.") { model, minScore, closely, json, files };
        minScore.Validators.Add(given =>
        {
            // By its text: asking for the value of what is no number throws.
            if (given.Tokens is [var token]
                && !(float.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1))
            {
                given.AddError($"--min-score is '{token.Value}'; it must be from 0 to 1.");
            }
        });
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            using var detector = ObjectDetector.Open(new DetectorOptions
            {
                ModelPath = parsed.GetValue(model),
                MinScore = parsed.GetValue(minScore),
                Favour = Favour.Latency,
                SecondLook = parsed.GetValue(closely) ? SecondLookMode.Everywhere : SecondLookMode.Off,
            });
            return await DetectAsync(detector, parsed.GetRequiredValue(files), parsed.GetValue(json) ? PictureReport.ToJson : PictureReport.ToTable, token);
        }));
        return command;
    }

    private static async Task<int> DetectAsync(ObjectDetector detector, string[] files, Func<PictureReport, string> write, CancellationToken cancellationToken)
    {
        using var headers = new JpegDecoder();
        var failed = 0;
        foreach (var file in files)
        {
            try
            {
                var jpeg = await File.ReadAllBytesAsync(file, cancellationToken);
                var seen = detector.Detect(jpeg);
                var size = headers.ReadHeader(jpeg);
                await Console.Out.WriteLineAsync(write(new PictureReport(file, size.Width, size.Height, seen)));
            }
            catch (Exception exception) when (exception is JpegException or IOException or UnauthorizedAccessException)
            {
                failed++;
                await Console.Error.WriteLineAsync($"{file}: {exception.Message.ReplaceLineEndings(" ")}");
            }
        }

        return failed == 0 ? 0 : 1;
    }
}
