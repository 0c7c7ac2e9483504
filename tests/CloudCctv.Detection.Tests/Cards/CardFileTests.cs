using System.Text;
using System.Text.Json.Nodes;
using CloudCctv.Detection.Cards;
using CloudCctv.Detection.Tests.Models;

namespace CloudCctv.Detection.Tests.Cards;

public sealed class CardFileTests
{
    /// <summary>Where in the card, what stands there instead (null: the key is removed), what the message must say.</summary>
    public static TheoryData<string, string?, string> Faults => new()
    {
        { "name", null, "name: missing" },
        { "name", "\"\"", "name: must not be empty" },
        { "colour", "\"RGB\"", "colour: no such key; the keys here are name, sha256, licence, input" },
        { "input.mutlipleOf", "32", "input.mutlipleOf: no such key; the keys here are name, layout" },
        { "input.colour", "\"YUV\"", "input.colour: 'YUV' is not one of RGB, BGR" },
        { "input.layout", "\"HWC\"", "input.layout: 'HWC' is not one of NCHW, NHWC" },
        { "input.type", "\"uint8\"", "input.type: uint8 needs range [0, 255]" },
        { "input.placement", "\"left\"", "input.placement: 'left' is not one of top-left, centre, stretch" },
        { "input.colour", "3", "input.colour: text in quotes is needed, not 3" },
        { "input.padding", "\"grey\"", "input.padding: a number is needed, not \"grey\"" },
        { "input.padding", "256", "input.padding: 256 is outside 0 to 255" },
        { "input.size", "416", "input.size: an object is needed" },
        { "input.size", null, "input: needs either size, or multipleOf and longSide" },
        { "input.multipleOf", "32", "input: needs either size, or multipleOf and longSide" },
        { "input.size.width", "100000", "input.size: 100000×32 is outside 8×8 to 4096×4096" },
        { "input.size.width", "-1", "input.size: -1×32 is outside" },
        { "input.range", null, "input: needs either range, or mean and std" },
        { "input.range", "[1, 0]", "input.range: must be two ascending numbers" },
        { "input.mean", "[0, 0, 0]", "input: needs either range, or mean and std" },
        { "labels", "[]", "labels: at least one is needed" },
        { "labels", "\"person\"", "labels: a list is needed, not \"person\"" },
        { "labels", "[null]", "labels: at least one is needed, and none may be empty" },
        { "minScore", "1.5", "minScore: 1.5 is outside 0 to 1" },
        { "nmsIou", "0", "nmsIou: 0 is outside 0 to 1" },
        { "sha256", "\"abc\"", "sha256: 'abc' is not 64 hexadecimal digits" },
        { "output.family", "\"yolov99\"", "output.family: 'yolov99' is not one of yolov8, yolox, yolov3, nanodet, fastestdet, ssd-" },
        { "output.family", "\"yolov3\"", "output.anchors: missing; family yolov3 needs it" },
        { "output.family", "\"ssd-boxes-scores\"", "output.names: 1 names; family ssd-boxes-scores reads 2" },
        { "output.anchors", "[[10, 13]]", "output.anchors: family yolov8 does not read it" },
        { "output.firstClass", "1", "output.firstClass: family yolov8 does not read it" },
        { "output.channelsLast", "\"yes\"", "output.channelsLast: true or false is needed, not \"yes\"" },
        { "output.names", "[]", "output.names: at least one is needed" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Parse_FaultyCard_NamesFileKeyAndWhatIsRight(string key, string? json, string message)
    {
        var card = TestCard.Valid();
        var owner = key.Split('.')[..^1].Aggregate(card, (node, name) => node[name]!.AsObject());
        var name = key.Split('.')[^1];
        owner.Remove(name);
        if (json is not null)
        {
            owner[name] = JsonNode.Parse(json);
        }

        var refused = Assert.Throws<ModelException>(() => Parse(card.ToJsonString()));

        Assert.StartsWith($"camera.json: {message}", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"name\": ")]
    [InlineData("[]")]
    [InlineData("{ \"name\": \"a\", \"name\": \"b\" }")]
    public void Parse_FileThatIsNoCard_IsOneLine(string json)
    {
        var refused = Assert.Throws<ModelException>(() => Parse(json));

        Assert.StartsWith("camera.json: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("[[10, 13], [16, 30]]", null, "2 lists for 1 outputs")]
    [InlineData("[[10, 13, 16]]", null, "each list is width, height")]
    [InlineData("[[10, -13]]", null, "each list is width, height")]
    [InlineData("[[10, 13]]", "[8, 16]", "1 lists for 2 strides")]
    public void Parse_AnchorsThatDoNotFit_SaysWhy(string anchors, string? strides, string message)
    {
        var json = TestCard.Valid();
        var output = json["output"]!.AsObject();
        (output["family"], output["anchors"]) = ("yolov3", JsonNode.Parse(anchors));
        if (strides is not null)
        {
            output["strides"] = JsonNode.Parse(strides);
        }

        var refused = Assert.Throws<ModelException>(() => Parse(json.ToJsonString()));

        Assert.StartsWith($"camera.json: output.anchors: {message}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_StretchWithoutSize_IsRefused()
    {
        var json = TestCard.Valid();
        var input = json["input"]!.AsObject();
        input.Remove("size");
        (input["multipleOf"], input["longSide"], input["placement"]) = (32, 64, "stretch");

        Assert.Contains("input.placement: stretch needs size", Assert.Throws<ModelException>(() => Parse(json.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_MeanAndStd_NormalisesPerPlane()
    {
        var json = TestCard.Valid();
        var input = json["input"]!.AsObject();
        input.Remove("range");
        input["mean"] = new JsonArray(100f, 110f, 120f);
        input["std"] = new JsonArray(50f, 55f, 60f);

        var card = Parse(json.ToJsonString());

        var (scale, offset) = card.Input.Normalisation(1);
        Assert.Equal((200 - 110f) / 55, (200 * scale) + offset, 1e-5f);
    }

    [Fact]
    public void EmbeddedCard_KeepsTheFactsOfTheTraining()
    {
        var card = CardFile.Parse(File.ReadAllBytes(CardFile.PathFor(ObjectDetector.DefaultModelPath)), "card");

        Assert.Equal(588543, (int)card.About!["parameters"]!);
        Assert.Equal(5176, (int)card.About["training"]!["steps"]!);
    }

    [Fact]
    public void ToJson_OfEveryKnownCard_IsReadAgain() => Assert.All(CardCatalogue.All, card =>
        Assert.Equal(CardFile.ToJson(card), CardFile.ToJson(CardFile.Parse(CardFile.ToJson(card), card.Name))));

    [Fact]
    public void Catalogue_EveryCardIsReadableAndFoundByItsHash() => Assert.All(CardCatalogue.All, card =>
        Assert.Same(card, CardCatalogue.Find(card.Sha256.ToUpperInvariant())));

    private static ModelCard Parse(string json) => CardFile.Parse(Encoding.UTF8.GetBytes(json), "camera.json");
}
