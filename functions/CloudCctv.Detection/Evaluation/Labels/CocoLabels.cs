using System.Globalization;
using System.Text.Json;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Detection.Evaluation.Labels;

/// <summary>
/// One JSON file for all pictures (cocodataset.org, "object detection"). Ignored regions are annotations with <c>iscrowd</c> or
/// <c>ignore</c> set, or of category −1.
/// </summary>
internal static class CocoLabels
{
    private const long IgnoredCategory = -1;

    // A pixel beyond the edge is rounding; more is a label of another picture.
    private const double SlackPixels = 1.5;

    public static LabelSet Read(string file, string label)
    {
        var coco = Parse(file);
        var wanted = CategoryOf(coco, file, label);
        var faults = new List<string>();
        var boxes = (coco.Images ?? []).Index().Where(one => IsUsable(one.Index, one.Item, file, faults)).Select(one => one.Item)
            .GroupBy(image => image.Id)
            .ToDictionary(group => group.Key, group => (Image: Only(group, file, faults), Boxes: new List<LabelBox>()));
        foreach (var (index, annotation) in (coco.Annotations ?? []).Index())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{file}: annotations[{index}]");
            if (!boxes.TryGetValue(annotation.ImageId, out var picture))
            {
                faults.Add($"{place}.image_id is {annotation.ImageId}; no image has that id.");
            }
            else if (annotation.CategoryId == wanted || annotation.CategoryId == IgnoredCategory)
            {
                Add(annotation, picture.Image, picture.Boxes, place, faults);
            }
        }

        return faults.Count == 0
            ? new LabelSet("COCO JSON", ByName(boxes.Values, file))
            : throw new LabelException(faults);
    }

    private static CocoFile Parse(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var coco = JsonSerializer.Deserialize(stream, CocoJson.Default.CocoFile);
            return coco is { Images.Count: > 0, Categories.Count: > 0 }
                ? coco
                : throw new LabelException($"{file}: is no COCO file; it must hold 'images', 'annotations' and 'categories'.");
        }
        catch (JsonException exception)
        {
            throw new LabelException($"{file}: is not readable as COCO JSON: {exception.Message}");
        }
    }

    private static long CategoryOf(CocoFile coco, string file, string label) =>
        coco.Categories!.FirstOrDefault(category => string.Equals(category.Name, label, StringComparison.OrdinalIgnoreCase))?.Id
        ?? throw new LabelException($"{file}: has no category '{label}'; it has {string.Join(", ", coco.Categories!.Select(category => category.Name))}.");

    private static bool IsUsable(int index, CocoImage image, string file, List<string> faults)
    {
        var fault = image switch
        {
            { FileName: null or "" } => "file_name is missing.",
            { Width: < 1 } or { Height: < 1 } => $"is {image.Width}×{image.Height} pixels; width and height must be said, and be 1 or more.",
            _ => null,
        };
        if (fault is not null)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{file}: images[{index}] (id {image.Id}): {fault}"));
        }

        return fault is null;
    }

    private static CocoImage Only(IGrouping<long, CocoImage> group, string file, List<string> faults)
    {
        if (group.Count() > 1)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{file}: {group.Count()} images have the id {group.Key}; each needs its own."));
        }

        return group.First();
    }

    private static void Add(CocoAnnotation annotation, CocoImage image, List<LabelBox> boxes, string place, List<string> faults)
    {
        if (annotation.Bbox is not [var left, var top, var width, var height])
        {
            faults.Add($"{place}.bbox must be [left, top, width, height] in pixels.");
            return;
        }

        var isInside = left >= -SlackPixels && top >= -SlackPixels && left + width <= image.Width + SlackPixels && top + height <= image.Height + SlackPixels;
        if (!(width > 0 && height > 0 && isInside))
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{place}.bbox is [{left}, {top}, {width}, {height}]; it must lie in the picture of {image.Width}×{image.Height} pixels ('{image.FileName}'), with width and height above 0."));
            return;
        }

        boxes.Add(new LabelBox(
            Math.Max(0, left / image.Width),
            Math.Max(0, top / image.Height),
            Math.Min(1, (left + width) / image.Width),
            Math.Min(1, (top + height) / image.Height),
            annotation.IsCrowd != 0 || annotation.Ignore != 0 || annotation.CategoryId == IgnoredCategory));
    }

    private static Dictionary<string, PictureLabels> ByName(IEnumerable<(CocoImage Image, List<LabelBox> Boxes)> pictures, string file)
    {
        var named = pictures.GroupBy(one => LabelSet.KeyOf(one.Image.FileName!), StringComparer.Ordinal).ToList();
        var twice = named.Where(group => group.Count() > 1).Select(group => $"{file}: two images are named '{group.First().Image.FileName}'.").ToList();
        return twice.Count == 0
            ? named.Select(group => group.Single()).ToDictionary(
                one => LabelSet.KeyOf(one.Image.FileName!),
                one => new PictureLabels(one.Image.FileName!, file, new JpegHeader(one.Image.Width, one.Image.Height), one.Boxes),
                StringComparer.Ordinal)
            : throw new LabelException(twice);
    }
}
