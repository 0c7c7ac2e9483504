using System.Text.Json.Serialization;

namespace CloudCctv.Detection.Evaluation.Labels;

/// <summary>The parts of a COCO annotation file that we read.</summary>
internal sealed record CocoFile(IReadOnlyList<CocoImage>? Images, IReadOnlyList<CocoAnnotation>? Annotations, IReadOnlyList<CocoCategory>? Categories);

/// <summary>One picture; its name has forward slashes if it lies in a folder.</summary>
internal sealed record CocoImage(long Id, [property: JsonPropertyName("file_name")] string? FileName, int Width, int Height);

/// <summary>
/// One object: left, top, width, height in pixels. <c>iscrowd</c> is 1 for a group of objects, which is not judged; sets that
/// follow CrowdHuman or PASCAL say <c>ignore</c>.
/// </summary>
internal sealed record CocoAnnotation(
    [property: JsonPropertyName("image_id")] long ImageId,
    [property: JsonPropertyName("category_id")] long CategoryId,
    IReadOnlyList<double>? Bbox,
    [property: JsonPropertyName("iscrowd")] int IsCrowd = 0,
    int Ignore = 0);

internal sealed record CocoCategory(long Id, string? Name);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, MaxDepth = 16)]
[JsonSerializable(typeof(CocoFile))]
internal sealed partial class CocoJson : JsonSerializerContext;
