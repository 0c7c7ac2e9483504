using System.Globalization;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Evaluation.Labels;

/// <summary>What people have said is in a set of pictures, of one class.</summary>
/// <param name="Format">Such as <c>YOLO txt</c>.</param>
/// <param name="Pictures">By the picture's name, slashes forward.</param>
public sealed record LabelSet(string Format, IReadOnlyDictionary<string, PictureLabels> Pictures)
{
    /// <summary>Reads a folder of YOLO text files, a folder with one COCO file, or a COCO file.</summary>
    /// <param name="path">Folder or .json file.</param>
    /// <param name="label">The class asked for, such as <c>person</c>.</param>
    /// <exception cref="LabelException">They cannot be used, see there.</exception>
    public static LabelSet Read(string path, string label)
    {
        if (File.Exists(path))
        {
            return CocoLabels.Read(path, label);
        }

        if (!Directory.Exists(path))
        {
            throw new LabelException($"{path}: there is no such folder or file of labels.");
        }

        string[] coco = Directory.GetFiles(path, "*.json");
        var yolo = YoloLabels.FilesIn(path);
        return (coco.Length, yolo.Count) switch
        {
            (1, 0) => CocoLabels.Read(coco[0], label),
            (0, > 0) => YoloLabels.Read(path, yolo, label),
            (0, 0) => throw new LabelException($"{path}: holds neither YOLO labels (NAME.txt for each picture) nor a COCO file (.json)."),
            _ => throw new LabelException($"{path}: holds {coco.Length} .json and {yolo.Count} .txt files of labels; name the one .json file, or use a folder with one kind."),
        };
    }

    /// <summary>What is in one picture; nothing, if no one has said so.</summary>
    /// <param name="picture">Its path below the folder of pictures.</param>
    /// <param name="size">What the picture really has.</param>
    /// <exception cref="LabelException">The labels are for a picture of another size.</exception>
    public IReadOnlyList<Truth> TruthsOf(string picture, JpegHeader size)
    {
        if (!Pictures.TryGetValue(KeyOf(picture), out var labels))
        {
            return [];
        }

        return labels.Size is null || labels.Size == size
            ? [.. labels.Boxes.Select(box => box.ToTruth(size.Width, size.Height))]
            : throw new LabelException(string.Create(
                CultureInfo.InvariantCulture,
                $"{labels.Source}: says that '{picture}' has {labels.Size.Value.Width}×{labels.Size.Value.Height} pixels; it has {size.Width}×{size.Height}. Boxes would lie elsewhere."));
    }

    /// <summary>True if somebody has looked at this picture, be it to say that nothing is there.</summary>
    public bool Knows(string picture) => Pictures.ContainsKey(KeyOf(picture));

    /// <summary>Names of labelled pictures that are not among these.</summary>
    public IReadOnlyList<string> Missing(IEnumerable<string> pictures)
    {
        var there = pictures.Select(KeyOf).ToHashSet(StringComparer.Ordinal);
        return [.. Pictures.Where(pair => !there.Contains(pair.Key)).Select(pair => pair.Value.Picture).Order(StringComparer.Ordinal)];
    }

    // Labels go by the name without its ending: the same picture may be .jpg here and .png where it was labelled.
    internal static string KeyOf(string picture) => Path.ChangeExtension(picture, null).Replace('\\', '/');
}

/// <param name="Picture">As the labels call it.</param>
/// <param name="Source">File from which the boxes come.</param>
/// <param name="Size">What the labels say of its size; null if nothing.</param>
/// <param name="Boxes">May be empty.</param>
public sealed record PictureLabels(string Picture, string Source, JpegHeader? Size, IReadOnlyList<LabelBox> Boxes);
