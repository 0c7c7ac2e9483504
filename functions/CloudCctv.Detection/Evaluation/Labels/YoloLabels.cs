using System.Globalization;

namespace CloudCctv.Detection.Evaluation.Labels;

/// <summary>
/// A text file for each picture, a line for each object: <c>CLASS CX CY W H</c>, all but the class in 0..1 of the picture. Class
/// −1 is an ignored region. <c>classes.txt</c>, if it is there, names the classes, a line each; without it class 0 is the one
/// asked for. An empty file says that nothing is there.
/// </summary>
internal static class YoloLabels
{
    public const string ClassesFile = "classes.txt";

    private const int IgnoredClass = -1;

    // Labelling tools round to six digits or fewer.
    private const double Slack = 0.002;

    public static IReadOnlyList<string> FilesIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.txt", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != ClassesFile)
            .Order(StringComparer.Ordinal),
    ];

    public static LabelSet Read(string folder, IReadOnlyList<string> files, string label)
    {
        var wanted = ClassOf(folder, label);
        var faults = new List<string>();
        var pictures = new Dictionary<string, PictureLabels>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(folder, file);
            pictures[LabelSet.KeyOf(name)] = new PictureLabels(name, file, Size: null, [.. Boxes(file, wanted, faults)]);
        }

        return faults.Count == 0 ? new LabelSet("YOLO txt", pictures) : throw new LabelException(faults);
    }

    private static int ClassOf(string folder, string label)
    {
        var file = Path.Combine(folder, ClassesFile);
        if (!File.Exists(file))
        {
            return 0;
        }

        var names = File.ReadAllLines(file).Select(line => line.Trim()).ToList();
        return names.FindIndex(name => name.Equals(label, StringComparison.OrdinalIgnoreCase)) is >= 0 and var index
            ? index
            : throw new LabelException($"{file}: has no class '{label}'; it has {string.Join(", ", names.Where(name => name.Length > 0))}.");
    }

    private static IEnumerable<LabelBox> Boxes(string file, int wanted, List<string> faults)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (Parse(line, out var kind, out var box) is { } fault)
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{file}:{number}: '{Shorten(line)}': {fault}"));
            }
            else if (kind == wanted || kind == IgnoredClass)
            {
                yield return box;
            }
        }
    }

    /// <returns>What is wrong; null if nothing.</returns>
    private static string? Parse(string line, out int kind, out LabelBox box)
    {
        (kind, box) = (0, default);
        var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length != 5)
        {
            return $"has {fields.Length} fields; a line is CLASS CX CY W H (outlines of objects are not read).";
        }

        if (!int.TryParse(fields[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out kind) || kind < IgnoredClass)
        {
            return $"class '{fields[0]}' must be a whole number of −1 (ignored region) or more.";
        }

        Span<double> numbers = stackalloc double[4];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!double.TryParse(fields[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || numbers[i] is not (>= -Slack and <= 1 + Slack))
            {
                return $"'{fields[i + 1]}' must be a number from 0 to 1, a share of the picture (not pixels).";
            }
        }

        var (cx, cy, w, h) = (numbers[0], numbers[1], numbers[2], numbers[3]);
        box = new LabelBox(Math.Max(0, cx - (w / 2)), Math.Max(0, cy - (h / 2)), Math.Min(1, cx + (w / 2)), Math.Min(1, cy + (h / 2)), kind == IgnoredClass);
        return w > 0 && h > 0 && box.Left < box.Right && box.Top < box.Bottom ? null : "the box is empty; W and H must be more than 0.";
    }

    private static string Shorten(string line) => line.Length > 60 ? line[..60] + "…" : line;
}
