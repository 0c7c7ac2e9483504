using System.CommandLine;
using System.Globalization;
using CloudCctv.Detection;
using CloudCctv.Detection.Evaluation.Labels;
using CloudCctv.SelfHost.Evaluation;

namespace CloudCctv.SelfHost.Commands;

/// <summary><c>cctv-server eval</c>: how good a model is on pictures of one's own.</summary>
internal static class EvalCommand
{
    private static readonly Option<string> Images = new("--images") { Description = "Folder of JPEGs", HelpName = "DIR", Required = true };
    private static readonly Option<string> Labels = new("--labels") { Description = "Folder of YOLO .txt files named like the pictures, or a COCO .json", HelpName = "DIR", Required = true };
    private static readonly Option<string?> Model = new("--model") { Description = "An .onnx file with its card beside it (the person detector that comes along)", HelpName = "PATH" };
    private static readonly Option<string> Label = new("--label") { Description = "The class asked for", HelpName = "NAME", DefaultValueFactory = _ => "person" };
    private static readonly Option<int?> LongSide = new("--long-side") { Description = "Pixels of the longer side that the model sees (the model's own)", HelpName = "PX" };
    private static readonly Option<float?> Threshold = new("--min-score") { Description = "The threshold in use, 0 to 1 (the model's own)", HelpName = "S" };
    private static readonly Option<string?> Html = new("--html") { Description = "Write a page with the figures and the worst cases", HelpName = "FILE" };
    private static readonly Option<int> Worst = new("--worst") { Description = "Misses and false alarms on that page, each", HelpName = "N", DefaultValueFactory = _ => 12 };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object instead of tables" };

    public static Command Create()
    {
        Threshold.Validators.Add(given =>
        {
            if (given.Tokens is [var token]
                && !(float.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1))
            {
                given.AddError($"--min-score is '{token.Value}'; it must be from 0 to 1.");
            }
        });
        var command = new Command("eval", "Measure a model on labelled pictures. Exit code 1 if a picture could not be read.")
        {
            Images, Labels, Model, Label, LongSide, Threshold, Html, Worst, Json,
        };
        command.SetAction((parsed, token) => CommandEdge.RunAsync(() => RunAsync(parsed, token)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var label = parsed.GetRequiredValue(Label);
        var folder = PictureFolder.Open(parsed.GetRequiredValue(Images));
        var labels = LabelSet.Read(parsed.GetRequiredValue(Labels), label);
        using var detector = ObjectDetector.Open(new DetectorOptions { ModelPath = parsed.GetValue(Model), LongSide = parsed.GetValue(LongSide) });
        if (!detector.Card.Labels.Contains(label))
        {
            throw new LabelException($"--label '{label}': the model {detector.Model.Name} knows {string.Join(", ", detector.Card.Labels.Take(10))}{(detector.Card.Labels.Count > 10 ? " …" : "")}.");
        }

        var run = await EvaluationRun.OfAsync(detector, folder, labels, label, parsed.GetValue(Threshold), cancellationToken);
        foreach (var fault in run.Unreadable)
        {
            await Console.Error.WriteLineAsync(fault);
        }

        await Console.Out.WriteLineAsync(parsed.GetValue(Json) ? EvaluationJson.Write(run) : EvaluationText.Write(run));
        if (parsed.GetValue(Html) is { } file)
        {
            await File.WriteAllTextAsync(file, new EvaluationPage(folder, parsed.GetValue(Worst)).Write(run), cancellationToken);
            await Console.Error.WriteLineAsync($"Page written: {file}");
        }

        return run.Unreadable.Count == 0 ? 0 : 1;
    }
}
