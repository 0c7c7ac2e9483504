using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;

namespace CloudCctv.Detection.Faces.Haar;

/// <summary>Reads cascades as OpenCV has written them since version 2.4, such as those in Debian's package <c>opencv-data</c>.</summary>
internal static class CascadeFile
{
    /// <summary>Where Debian puts the cascade for faces from the front.</summary>
    public const string DebianPath = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml";

    private const long MaxBytes = 16 << 20;
    private const int MaxSide = 128;

    /// <returns>The cascade, and who it is.</returns>
    /// <exception cref="ModelException">The file is missing or is no such cascade.</exception>
    public static (HaarCascade Cascade, ModelIdentity Identity) Read(string path)
    {
        var bytes = ReadBytes(path);
        try
        {
            using var text = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            var cascade = XDocument.Load(text).Root?.Element("cascade") ?? throw new FormatException("there is no element cascade (older files of OpenCV 1 are not read)");
            return (Parse(cascade), new ModelIdentity(Path.GetFileNameWithoutExtension(path), Convert.ToHexStringLower(SHA256.HashData(bytes))));
        }
        catch (Exception exception) when (exception is XmlException or FormatException or OverflowException)
        {
            throw new ModelException($"{path}: not a Haar cascade that can be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return new FileInfo(path).Length <= MaxBytes
                ? File.ReadAllBytes(path)
                : throw new ModelException($"{path}: larger than {MaxBytes} bytes; that is no cascade.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelException($"{path}: there is no such cascade; Debian has it in the package opencv-data (apt-get install opencv-data), or name another with Faces:Cascade.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path}: the cascade cannot be read: {exception.Message}", exception);
        }
    }

    private static HaarCascade Parse(XElement cascade)
    {
        if (Text(cascade, "featureType") is not "HAAR" || Text(cascade, "stageType") is not "BOOST")
        {
            throw new FormatException("only boosted cascades over Haar features are read (stageType BOOST, featureType HAAR)");
        }

        var (width, height) = (int.Parse(Text(cascade, "width"), CultureInfo.InvariantCulture), int.Parse(Text(cascade, "height"), CultureInfo.InvariantCulture));
        Require(width is > 2 and <= MaxSide && height is > 2 and <= MaxSide, $"a window of {width}×{height}; at most {MaxSide}×{MaxSide} is read");
        var features = Items(cascade, "features").Select(feature => ParseFeature(feature, width, height)).ToList();
        var stages = Items(cascade, "stages").Select(stage => ParseStage(stage, features.Count)).ToList();
        Require(stages.Count > 0, "it has no stages");
        return new HaarCascade(width, height, stages, features);
    }

    private static HaarFeature ParseFeature(XElement feature, int width, int height)
    {
        Require(feature.Element("tilted")?.Value.Trim() is null or "0", "it has tilted features, which are not read");
        var rectangles = Items(feature, "rects").Select(rectangle => Numbers(rectangle.Value)).Select(numbers => numbers.Length == 5
            ? new HaarRectangle((int)numbers[0], (int)numbers[1], (int)numbers[2], (int)numbers[3], numbers[4])
            : throw new FormatException($"a rectangle of {numbers.Length} numbers instead of 5")).ToList();
        Require(rectangles.Count is 2 or 3, $"a feature of {rectangles.Count} rectangles instead of 2 or 3");
        Require(rectangles.TrueForAll(one => one is { Left: >= 0, Top: >= 0, Width: > 0, Height: > 0 } && one.Left + one.Width <= width && one.Top + one.Height <= height), "a rectangle outside the window");
        return new HaarFeature(rectangles);
    }

    private static HaarStage ParseStage(XElement stage, int features) => new(
        float.Parse(Text(stage, "stageThreshold"), CultureInfo.InvariantCulture),
        [.. Items(stage, "weakClassifiers").Select(tree => ParseTree(tree, features))]);

    private static HaarTree ParseTree(XElement tree, int features)
    {
        var (numbers, leaves) = (Numbers(Text(tree, "internalNodes")), Numbers(Text(tree, "leafValues")));
        Require(numbers.Length > 0 && numbers.Length % 4 == 0, "a tree whose nodes are not 4 numbers each");
        var nodes = numbers.Chunk(4).Select(node => new HaarNode((int)node[0], (int)node[1], (int)node[2], node[3])).ToArray();
        for (var i = 0; i < nodes.Length; i++)
        {
            Require(nodes[i].Feature >= 0 && nodes[i].Feature < features, "a tree that asks for a feature that is not there");
            Require(Leads(nodes[i].Below, i) && Leads(nodes[i].NotBelow, i), "a tree with a branch that leads nowhere");
        }

        return new HaarTree(nodes, leaves);

        // Forward only: a branch back would never end.
        bool Leads(int to, int from) => to > 0 ? to > from && to < nodes.Length : -to < leaves.Length;
    }

    private static IEnumerable<XElement> Items(XElement parent, string name) => parent.Element(name)?.Elements("_") ?? throw new FormatException($"there is no element {name}");

    private static string Text(XElement parent, string name) => parent.Element(name)?.Value.Trim() ?? throw new FormatException($"there is no element {name}");

    private static float[] Numbers(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(number => float.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture))];

    private static void Require(bool holds, string problem)
    {
        if (!holds)
        {
            throw new FormatException(problem);
        }
    }
}
