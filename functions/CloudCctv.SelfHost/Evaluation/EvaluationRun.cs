using CloudCctv.Detection;
using CloudCctv.Detection.Evaluation;
using CloudCctv.Detection.Evaluation.Labels;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.SelfHost.Evaluation;

/// <summary>A set of pictures that has been looked at.</summary>
/// <param name="Model">Which model looked.</param>
/// <param name="Label">The class asked for.</param>
/// <param name="Labels">What kind of labels there are.</param>
/// <param name="Pictures">All that could be used.</param>
/// <param name="Report">The figures.</param>
/// <param name="MillisecondsPerPicture">JPEG to detections, mean.</param>
/// <param name="Unreadable">Pictures that could not be decoded, with the reason.</param>
/// <param name="Notes">What the reader should know about the set, in sentences.</param>
internal sealed record EvaluationRun(
    ModelIdentity Model, string Label, string Labels, IReadOnlyList<ExaminedPicture> Pictures, EvaluationReport Report,
    double MillisecondsPerPicture, IReadOnlyList<string> Unreadable, IReadOnlyList<string> Notes)
{
    private const int Named = 5;

    /// <exception cref="LabelException">Labels and pictures do not fit each other.</exception>
    public static async Task<EvaluationRun> OfAsync(
        ObjectDetector detector, PictureFolder folder, LabelSet labels, string label, double? threshold, CancellationToken cancellationToken)
    {
        var known = folder.Names.Where(labels.Knows).ToList();
        if (known.Count == 0)
        {
            throw new LabelException($"None of the {folder.Names.Count} pictures has a label: the pictures are named like '{folder.Names[0]}', the labels like '{labels.Pictures.Values.First().Picture}'. Names must be the same, but for the ending.");
        }

        using var examiner = new PictureExaminer(detector, label);
        var (pictures, unreadable) = (new List<ExaminedPicture>(), new List<string>());
        foreach (var name in known)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                pictures.Add(examiner.Examine(name, await File.ReadAllBytesAsync(folder.PathOf(name), cancellationToken), labels));
            }
            catch (JpegException exception)
            {
                unreadable.Add($"{folder.PathOf(name)}: {exception.Message.ReplaceLineEndings(" ")}");
            }
        }

        return new EvaluationRun(
            detector.Model, label, labels.Format, pictures, EvaluationReport.Of(pictures, Math.Round(threshold ?? detector.Card.MinScore, 4)),
            pictures.Count == 0 ? 0 : examiner.Elapsed.TotalMilliseconds / pictures.Count, unreadable, [.. Remarks(folder, labels)]);
    }

    private static IEnumerable<string> Remarks(PictureFolder folder, LabelSet labels)
    {
        var unlabelled = folder.Names.Where(name => !labels.Knows(name)).ToList();
        if (unlabelled.Count > 0)
        {
            yield return $"{unlabelled.Count} pictures have no labels and are left out ({First(unlabelled)}); an empty label file says that nobody is there.";
        }

        var missing = labels.Missing(folder.Names);
        if (missing.Count > 0)
        {
            yield return $"{missing.Count} labelled pictures are not in {folder.Root} and are left out ({First(missing)}).";
        }

        if (folder.Others > 0)
        {
            yield return $"{folder.Others} pictures that are no JPEGs are left out.";
        }
    }

    private static string First(IReadOnlyList<string> names) => string.Join(", ", names.Take(Named)) + (names.Count > Named ? " …" : "");
}
