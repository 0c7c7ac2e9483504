using System.Globalization;
using System.Text;

namespace CloudCctv.Gallery.Health;

/// <summary>
/// Prometheus' text exposition format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/): one family after the
/// other, each with its HELP and TYPE, samples of one family together. Not thread-safe.
/// </summary>
internal sealed class MetricsText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder text = new();

    /// <param name="name">Of the family; a counter's ends in <c>_total</c>.</param>
    /// <param name="type"><c>gauge</c> or <c>counter</c>.</param>
    /// <param name="help">One line.</param>
    /// <param name="samples">Values by their labels; none writes nothing.</param>
    public void Add(string name, string type, string help, params IEnumerable<Sample> samples)
    {
        var begun = false;
        foreach (var sample in samples)
        {
            if (!begun)
            {
                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
                begun = true;
            }

            text.Append(name).Append(Labels(sample.Labels)).Append(' ').Append(sample.Value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    public override string ToString() => text.ToString();

    // Values are slugs and words of ours: nothing in them needs to be escaped.
    private static string Labels(IReadOnlyList<(string Name, string Value)> labels) =>
        labels.Count == 0 ? "" : $"{{{string.Join(',', labels.Select(label => $"{label.Name}=\"{label.Value}\""))}}}";
}

internal readonly record struct Sample(double Value, params IReadOnlyList<(string Name, string Value)> Labels);
