using System.Globalization;
using System.Net;
using System.Text;
using CloudCctv.Analysis.Sightings;
using CloudCctv.Detection;
using CloudCctv.Detection.Evaluation;

namespace CloudCctv.SelfHost.Evaluation;

/// <summary>The figures as one HTML file that loads nothing from elsewhere, with the worst cases as pictures. Reads on a phone.</summary>
/// <param name="folder">Where the pictures are.</param>
/// <param name="worst">How many misses and false alarms are shown, each.</param>
internal sealed class EvaluationPage(PictureFolder folder, int worst)
{
    public string Write(EvaluationRun run)
    {
        var judged = EvaluationReport.Judge(run.Pictures, run.Report.Threshold);
        using var painter = new PreviewPainter();
        var body = new StringBuilder();
        Head(body, run);
        body.Append(ThresholdChart.Svg(run.Report));
        Thresholds(body, run.Report);
        Rows(body, "By size (COCO)", run.Report.BySize);
        Rows(body, "By height", run.Report.ByHeight);
        Rows(body, "By brightness of the picture", run.Report.ByBrightness);
        Cases(body, "Worst misses", "The largest people who were missed, framed in red; what was found is green.", WorstCases.Misses(judged, worst), painter);
        Cases(body, "Worst false alarms", "The surest detections with nobody there, framed in red.", WorstCases.FalseAlarms(judged, worst), painter);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>{Text(run.Model.Name)} on {run.Report.Pictures} pictures</title>
            <style>{Style}</style>
            </head>
            <body>
            {body}
            </body>
            </html>

            """;
    }

    private const string Style = """
        :root { color-scheme: light dark; --line: #8884; --bad: #d22; --good: #2a2; }
        body { font: 16px/1.45 system-ui, sans-serif; margin: 0 auto; padding: 1rem; max-width: 70rem; }
        h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; }
        tr.use { font-weight: bold; }
        @media (max-width: 40rem) { table { font-size: .8rem; } th, td { padding: .2rem .3rem; } }
        .cases { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
        figure { margin: 0; } figcaption { font-size: .85rem; overflow-wrap: anywhere; }
        svg.case, svg.chart { width: 100%; height: auto; display: block; }
        svg rect { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; }
        rect.bad { stroke: var(--bad); } rect.good { stroke: var(--good); } rect.ignored { stroke: #999; stroke-dasharray: 6 4; }
        """;

    private static void Head(StringBuilder body, EvaluationRun run)
    {
        var report = run.Report;
        Add(body, $"<h1>{Text(run.Model.Name)} on {report.Pictures} pictures</h1>");
        Add(body, $"<p>{report.PicturesWithObjects} with {Text(run.Label)}, {report.Objects} to find, {report.IgnoredRegions} ignored regions ({Text(run.Labels)}); {run.MillisecondsPerPicture:F1} ms a picture. Model {Text(run.Model.Sha256[..12])}.</p>");
        foreach (var note in run.Notes)
        {
            Add(body, $"<p>{Text(note)}</p>");
        }

        Add(body, $"<div class=\"wide\"><table><tr><th>AP50</th><th>AP50–95</th><th>small</th><th>medium</th><th>large</th><th>ROC-AUC</th><th>best F1</th></tr>");
        Add(body, $"<tr><td>{Score(report.Ap50)}</td><td>{Score(report.Ap50To95)}</td><td>{Score(report.ApBySize[0])}</td><td>{Score(report.ApBySize[1])}</td><td>{Score(report.ApBySize[2])}</td><td>{Score(report.RocAuc)}</td><td>{Score(report.Best?.F1)}{(report.Best is { } best ? string.Create(CultureInfo.InvariantCulture, $" at {best.Threshold:0.00}") : "")}</td></tr></table></div>");
        Add(body, $"<p>Average precision by COCO's 101 recalls. A whole picture is right if it alerts and somebody is there, or neither.</p>");
    }

    private static void Thresholds(StringBuilder body, EvaluationReport report)
    {
        Add(body, $"<h2>Whole pictures</h2><div class=\"wide\"><table><tr><th>threshold</th><th>precision</th><th>recall</th><th>F1</th><th>right</th><th>missed</th><th>false</th><th>quiet</th></tr>");
        foreach (var counts in report.Thresholds.Append(report.InUse).DistinctBy(counts => counts.Threshold).OrderBy(counts => counts.Threshold))
        {
            Add(body, $"<tr{(counts.Threshold == report.Threshold ? " class=\"use\"" : "")}><td>{counts.Threshold:0.00}</td><td>{Score(counts.Precision)}</td><td>{Score(counts.Recall)}</td><td>{Score(counts.F1)}</td><td>{counts.Alerted}</td><td>{counts.Missed}</td><td>{counts.FalseAlarms}</td><td>{counts.Quiet}</td></tr>");
        }

        Add(body, $"</table></div>");
    }

    private static void Rows(StringBuilder body, string title, IReadOnlyList<BreakdownRow> rows)
    {
        Add(body, $"<h2>{title}</h2><div class=\"wide\"><table><tr><th></th><th>recall</th><th>found</th><th>missed</th><th>false alarms</th></tr>");
        foreach (var row in rows)
        {
            Add(body, $"<tr><td>{Text(row.Name)}</td><td>{Score(row.Recall)}</td><td>{row.Found}</td><td>{row.Missed}</td><td>{row.FalseAlarms}</td></tr>");
        }

        Add(body, $"</table></div>");
    }

    private void Cases(StringBuilder body, string title, string what, IReadOnlyList<WorstCase> cases, PreviewPainter painter)
    {
        Add(body, $"<h2>{title}</h2><p>{(cases.Count == 0 ? "None." : what)}</p><div class=\"cases\">");
        foreach (var one in cases)
        {
            var picture = one.Judged.Picture;
            using var small = painter.Paint(File.ReadAllBytes(folder.PathOf(picture.Name)), []);
            Add(body, $"<figure><svg class=\"case\" viewBox=\"0 0 {picture.Width} {picture.Height}\"><image width=\"{picture.Width}\" height=\"{picture.Height}\" href=\"data:image/jpeg;base64,{Convert.ToBase64String(small.Span)}\"/>");
            Boxes(body, one);
            Add(body, $"</svg><figcaption>{Text(picture.Name)}<br>{(one.Score > 0 ? string.Create(CultureInfo.InvariantCulture, $"score {one.Score:0.00}") : "nothing seen there")}, {one.Box.Width:0}×{one.Box.Height:0} px, brightness {picture.Brightness:0}</figcaption></figure>");
        }

        Add(body, $"</div>");
    }

    private static void Boxes(StringBuilder body, WorstCase one)
    {
        foreach (var ignored in one.Judged.Picture.Truths.Where(truth => truth.IsIgnored))
        {
            Box(body, ignored.Box, "ignored");
        }

        foreach (var hit in one.Judged.Match.Detections.Where(found => found.Verdict == Verdict.Hit))
        {
            Box(body, hit.Found.Box, "good");
        }

        Box(body, one.Box, "bad");
    }

    private static void Box(StringBuilder body, ImageBox box, string kind) =>
        Add(body, $"<rect class=\"{kind}\" x=\"{box.Left:0.#}\" y=\"{box.Top:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\"/>");

    private static string Score(double? value) => EvaluationText.Score(value);

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Add(StringBuilder body, FormattableString html) => body.AppendLine(html.ToString(CultureInfo.InvariantCulture));
}
