using System.Globalization;
using CloudCctv.Detection.Evaluation;

namespace CloudCctv.SelfHost.Evaluation;

/// <summary>Precision and recall of whole pictures over the threshold, as an SVG that stands in the page.</summary>
internal static class ThresholdChart
{
    private const int Width = 600;
    private const int Height = 260;
    private const int Edge = 36;

    public static string Svg(EvaluationReport report) => string.Create(CultureInfo.InvariantCulture, $"""
        <svg class="chart" viewBox="0 0 {Width} {Height}" role="img" aria-label="Precision and recall over the threshold" font-size="13" fill="currentColor">
        <path d="M{Edge} {Edge / 2}V{Height - Edge}H{Width - Edge / 2}" fill="none" stroke="currentColor"/>
        <path d="M{X(report.Threshold):0.#} {Y(0):0.#}V{Y(1):0.#}" fill="none" stroke="currentColor" stroke-dasharray="4 4"/>
        {Line(report, counts => counts.Recall, "#07c", "recall", 0)}
        {Line(report, counts => counts.Precision, "#c50", "precision", 1)}
        <text x="{Edge - 6}" y="{Y(1) + 4:0.#}" text-anchor="end">1</text><text x="{Edge - 6}" y="{Y(0) + 4:0.#}" text-anchor="end">0</text>
        <text x="{X(1):0.#}" y="{Height - 12}" text-anchor="end">threshold 1</text><text x="{X(0):0.#}" y="{Height - 12}">0</text>
        </svg>

        """);

    private static string Line(EvaluationReport report, Func<PictureCounts, double?> value, string colour, string name, int row)
    {
        var points = report.Thresholds
            .Where(counts => value(counts) is not null)
            .Select(counts => string.Create(CultureInfo.InvariantCulture, $"{X(counts.Threshold):0.#},{Y(value(counts)!.Value):0.#}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<polyline points="{string.Join(' ', points)}" fill="none" stroke="{colour}" stroke-width="2"/><text x="{Width - 100}" y="{Edge + (row * 18)}" fill="{colour}">{name}</text>""");
    }

    private static double X(double threshold) => Edge + (threshold * (Width - (1.5 * Edge)));

    private static double Y(double share) => Height - Edge - (share * (Height - (1.5 * Edge)));
}
