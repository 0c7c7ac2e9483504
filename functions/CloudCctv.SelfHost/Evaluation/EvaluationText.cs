using System.Globalization;
using System.Text;
using CloudCctv.Detection.Evaluation;

namespace CloudCctv.SelfHost.Evaluation;

/// <summary>The figures as people read them in a terminal.</summary>
internal static class EvaluationText
{
    public static string Write(EvaluationRun run)
    {
        var report = run.Report;
        var text = new StringBuilder();
        Line(text, $"{report.Pictures} pictures, {report.PicturesWithObjects} with {run.Label}: {report.Objects} to find, {report.IgnoredRegions} ignored regions ({run.Labels})");
        Line(text, $"model {run.Model.Name}, {run.MillisecondsPerPicture:F1} ms a picture");
        foreach (var note in run.Notes)
        {
            Line(text, $"note: {note}");
        }

        Line(text, $"");
        Line(text, $"AP50 {Score(report.Ap50)}   AP50-95 {Score(report.Ap50To95)}   (COCO's 101 recalls; small {Score(report.ApBySize[0])}, medium {Score(report.ApBySize[1])}, large {Score(report.ApBySize[2])})");
        Line(text, $"whole pictures: ROC-AUC {Score(report.RocAuc)}{Best(report)}");
        Thresholds(text, report);
        Rows(text, "by size", report);
        return text.ToString().TrimEnd();
    }

    internal static string Score(double? value) => value is { } score ? score.ToString("0.000", CultureInfo.InvariantCulture) : "–";

    private static string Best(EvaluationReport report) => report.Best is { } best
        ? string.Create(CultureInfo.InvariantCulture, $", best F1 {best.F1:0.000} at {best.Threshold:0.00}")
        : "";

    private static void Thresholds(StringBuilder text, EvaluationReport report)
    {
        Line(text, $"");
        Line(text, $"threshold  precision  recall     F1   right  missed   false   quiet");
        foreach (var counts in report.Thresholds.Where((_, step) => step % 2 == 1).Append(report.InUse).DistinctBy(counts => counts.Threshold).OrderBy(counts => counts.Threshold))
        {
            var mark = counts.Threshold == report.Threshold ? "  in use" : "";
            Line(text, $"     {counts.Threshold:0.00}      {Score(counts.Precision),5}   {Score(counts.Recall),5}  {Score(counts.F1),5}  {counts.Alerted,6}  {counts.Missed,6}  {counts.FalseAlarms,6}  {counts.Quiet,6}{mark}");
        }
    }

    private static void Rows(StringBuilder text, string title, EvaluationReport report)
    {
        Line(text, $"");
        Line(text, $"{title + $" at {report.Threshold.ToString("0.00", CultureInfo.InvariantCulture)}",-26}  recall   found  missed   false");
        foreach (var row in report.BySize.Concat(report.ByHeight).Concat(report.ByBrightness).Where(row => row.Found + row.Missed + row.FalseAlarms > 0))
        {
            Line(text, $"  {row.Name,-24}   {Score(row.Recall),5}  {row.Found,6}  {row.Missed,6}  {row.FalseAlarms,6}");
        }
    }

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
