using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Tests.Models;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests;

public sealed class ModelLoadingTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_MissingFile_SaysSo() =>
        Assert.Equal($"{folder.File("none.onnx")}: there is no such model file.", Refused(folder.File("none.onnx")));

    [Fact]
    public void Open_FileWithoutCardThatNobodyKnows_NamesTheCardAndTheHash()
    {
        var message = Refused(TestCard.Write(folder, [1, 2, 3], card: null));

        Assert.Contains($"there is no card {folder.File("tiny.json")}", message, StringComparison.Ordinal);
        Assert.Contains("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileThatIsNotTheCards_NamesBothHashes()
    {
        var path = TestCard.Write(folder, [1, 2, 3], TestCard.Valid());
        File.WriteAllBytes(path, [1, 2, 4]);

        var message = Refused(path);

        Assert.Contains("the card says SHA-256 039058c6", message, StringComparison.Ordinal);
        Assert.Contains("the file has ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FileThatIsNoModel_SaysSo() => Assert.Contains(
        "not a model that ONNX Runtime can open", Refused(TestCard.Write(folder, "<html>sign in</html>"u8.ToArray(), TestCard.Valid())), StringComparison.Ordinal);

    [Theory]
    [InlineData("images", "output", new[] { 1, 3, 32, 64 }, "the card says output 'output' of family yolov8 with 1 labels, float32 [1,5,?]; the model gives float32 [1,3,32,64]")]
    [InlineData("pixels", "output", new[] { 1, 3, 32, 64 }, "the card says one input 'images' float32 [1,3,32,64]; the model takes 'pixels'")]
    [InlineData("images", "boxes", new[] { 1, 3, 32, 64 }, "the card says output 'output'; the model gives 'boxes'")]
    [InlineData("images", "output", new[] { 1, 3, 32, 32 }, "the card says one input 'images' float32 [1,3,32,64]; the model takes float32 [1,3,32,32]")]
    [InlineData("images", "output", new[] { 4, 3, 32, 64 }, "the model takes float32 [4,3,32,64]")]
    [InlineData("images", "output", new[] { 1, 32, 64, 3 }, "the model takes float32 [1,32,64,3]")]
    public void Open_ModelThatDoesNotFitItsCard_NamesBothSides(string input, string output, int[] shape, string expected)
    {
        var path = TestCard.Write(folder, TinyOnnx.Identity(input, output, shape), TestCard.Valid());

        Assert.Contains(expected, Refused(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CardOfBytesForModelOfFloats_NamesBothSides()
    {
        var card = TestCard.Valid();
        var input = card["input"]!.AsObject();
        (input["layout"], input["type"], input["range"]) = ("NHWC", "uint8", new JsonArray(0, 255));

        var message = Refused(TestCard.Write(folder, TinyOnnx.Identity("images", "output", 1, 32, 64, 3), card));

        Assert.Contains("the card says one input 'images' uint8 [1,32,64,3]; the model takes float32 [1,32,64,3]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CardWithOpenSizeForModelOfFixedSize_IsRefusedBeforeTheFirstPicture()
    {
        var card = TestCard.Valid();
        var input = card["input"]!.AsObject();
        input.Remove("size");
        (input["multipleOf"], input["longSide"]) = (32, 64);

        Assert.Contains("[1,3,?,?]; the model takes float32 [1,3,32,64]", Refused(TestCard.Write(folder, TinyOnnx.Identity("images", "output", 1, 3, 32, 64), card)), StringComparison.Ordinal);
    }

    [Fact]
    public void Detect_ModelThatTellsItsShapeOnlyWhenRun_NamesBothSides()
    {
        // The embedded model leaves all its output lengths open; this card claims a second class.
        var card = JsonNode.Parse(File.ReadAllBytes(CardFile.PathFor(ObjectDetector.DefaultModelPath)))!.AsObject();
        card["labels"] = new JsonArray("person", "dog");
        var path = TestCard.Write(folder, File.ReadAllBytes(ObjectDetector.DefaultModelPath), card);
        using var detector = ObjectDetector.Open(new() { ModelPath = path });

        var refused = Assert.Throws<ModelException>(() => detector.Detect(TestJpeg.Grey(64, 48)));

        Assert.Equal("tiny.onnx: the card says output 'output' of family yolov8 with 2 labels, float32 [1,6,?]; the model gives float32 [1,5,2730].", refused.Message);
    }

    [Fact]
    public void Open_OptionOutsideItsRange_IsNamed()
    {
        Assert.Contains("Threads", Assert.Throws<ValidationException>(() => ObjectDetector.Open(new() { Threads = 0 })).Message, StringComparison.Ordinal);
        Assert.Contains("MinScore", Assert.Throws<ValidationException>(() => ObjectDetector.Open(new() { MinScore = 1.1f })).Message, StringComparison.Ordinal);
    }

    private static string Refused(string path)
    {
        var message = Assert.Throws<ModelException>(() => ObjectDetector.Open(new() { ModelPath = path })).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
