using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using CloudCctv.Detection.Faces.Embedding;
using CloudCctv.Detection.Tests.Models;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Faces.Embedding;

/// <summary>A model whose vector is the picture itself: what it must give can be computed by hand.</summary>
public sealed class FaceEmbedderTests
{
    private const int Side = 8;

    [Fact]
    public void Describe_Picture_IsItsValuesAtUnitLength()
    {
        using var folder = new TempFolder();
        using var embedder = FaceEmbedder.Open(Write(folder));
        var rgb = Enumerable.Range(0, Side * Side * 3).Select(i => (byte)(i + 1)).ToArray();

        var vector = MemoryMarshal.Cast<byte, float>(embedder.Describe(rgb)).ToArray();

        // Planes of red, green, blue.
        var planes = Enumerable.Range(0, 3).SelectMany(colour => Enumerable.Range(0, Side * Side).Select(pixel => (float)rgb[(pixel * 3) + colour])).ToArray();
        var length = Math.Sqrt(planes.Sum(value => (double)value * value));
        Assert.Equal(planes.Length, vector.Length);
        Assert.All(planes.Zip(vector), pair => Assert.Equal(pair.First / length, pair.Second, 1e-5));
        Assert.Equal((Side, 0.36f), (embedder.SidePixels, (float)embedder.SameFrom));
    }

    [Fact]
    public void Likeness_TwoPictures_IsTheCosine()
    {
        using var folder = new TempFolder();
        using var embedder = FaceEmbedder.Open(Write(folder));
        var (a, b) = (new byte[Side * Side * 3], new byte[Side * Side * 3]);
        a.AsSpan().Fill(100);
        b.AsSpan(0, b.Length / 2).Fill(50);

        Assert.Equal(1, embedder.Likeness(embedder.Describe(a), embedder.Describe(a)), 1e-5);
        Assert.Equal(Math.Sqrt(0.5), embedder.Likeness(embedder.Describe(a), embedder.Describe(b)), 1e-5);
        Assert.Equal(0, embedder.Likeness(embedder.Describe(a), [1, 2, 3, 4]));
    }

    [Fact]
    public void Describe_PictureThatGivesNoVector_IsTheModelsFault()
    {
        using var folder = new TempFolder();
        using var embedder = FaceEmbedder.Open(Write(folder));
        Assert.Contains("length 0", Assert.Throws<ModelException>(() => embedder.Describe(new byte[Side * Side * 3])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DetectorAsEmbedderOrTheOtherWayRound_SaysWhatItIs()
    {
        using var folder = new TempFolder();
        var embedder = Write(folder);

        Assert.Contains("Faces:Recogniser", Assert.Throws<ModelException>(() => ObjectDetector.Open(new() { ModelPath = embedder })).Message, StringComparison.Ordinal);
        Assert.Contains("family is yolov8", Assert.Throws<ModelException>(() => FaceEmbedder.Open(ObjectDetector.DefaultModelPath)).Message, StringComparison.Ordinal);
        Assert.Equal("embedding", ModelTrial.Open(embedder).Output.Family);
    }

    [Fact]
    public void Open_SizeThatIsNoSquare_IsRefused()
    {
        using var folder = new TempFolder();
        var path = Write(folder, width: 16);
        Assert.Contains("square", Assert.Throws<ModelException>(() => FaceEmbedder.Open(path)).Message, StringComparison.Ordinal);
    }

    private static string Write(TempFolder folder, int width = Side)
    {
        var card = TestCard.Valid();
        card["input"]!["size"] = new JsonObject { ["width"] = width, ["height"] = Side };
        card["input"]!["range"] = new JsonArray(0, 255);
        card["output"]!["family"] = "embedding";
        (card["labels"], card["minScore"], card["nmsIou"]) = (new JsonArray("face"), 0.36, 1);
        return TestCard.Write(folder, TinyOnnx.Flatten("images", "output", 1, 3, Side, width), card);
    }
}
