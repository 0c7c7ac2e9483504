using System.Text.Encodings.Web;
using System.Text.Json;
using CloudCctv.Detection.Evaluation;

namespace CloudCctv.SelfHost.Evaluation;

/// <summary>The figures for programs: one JSON object. Shares are 0 to 1, null where there is nothing to divide by.</summary>
internal static class EvaluationJson
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(EvaluationRun run)
    {
        var report = run.Report;
        return JsonSerializer.Serialize(
            new
            {
                model = new { name = run.Model.Name, sha256 = run.Model.Sha256 },
                label = run.Label,
                labels = run.Labels,
                pictures = report.Pictures,
                picturesWithObjects = report.PicturesWithObjects,
                objects = report.Objects,
                ignoredRegions = report.IgnoredRegions,
                unreadable = run.Unreadable.Count,
                notes = run.Notes,
                millisecondsPerPicture = Math.Round(run.MillisecondsPerPicture, 2),
                interpolation = "COCO, 101 recalls",
                ap50 = Round(report.Ap50),
                ap50To95 = Round(report.Ap50To95),
                ap50To95Small = Round(report.ApBySize[0]),
                ap50To95Medium = Round(report.ApBySize[1]),
                ap50To95Large = Round(report.ApBySize[2]),
                rocAuc = Round(report.RocAuc),
                inUse = Counts(report.InUse),
                bestF1 = report.Best is { } best ? Counts(best) : null,
                thresholds = report.Thresholds.Select(Counts),
                bySize = report.BySize.Select(Row),
                byHeight = report.ByHeight.Select(Row),
                byBrightness = report.ByBrightness.Select(Row),
            },
            Json);
    }

    private static object Counts(PictureCounts counts) => new
    {
        threshold = counts.Threshold,
        precision = Round(counts.Precision),
        recall = Round(counts.Recall),
        f1 = Round(counts.F1),
        alerted = counts.Alerted,
        missed = counts.Missed,
        falseAlarms = counts.FalseAlarms,
        quiet = counts.Quiet,
    };

    private static object Row(BreakdownRow row) =>
        new { name = row.Name, recall = Round(row.Recall), found = row.Found, missed = row.Missed, falseAlarms = row.FalseAlarms };

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 4) : null;
}
