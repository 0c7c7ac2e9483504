using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CloudCctv.Tests.Support;

namespace CloudCctv.Detection.Tests.Models;

/// <summary>A card that is right, to be made wrong in one place.</summary>
internal static class TestCard
{
    public static JsonObject Valid() => JsonNode.Parse(
        """
        {
          "name": "tiny", "sha256": "0000000000000000000000000000000000000000000000000000000000000000", "licence": "MIT",
          "input": {
            "name": "images", "layout": "NCHW", "type": "float32", "colour": "RGB", "size": { "width": 64, "height": 32 },
            "range": [0, 1], "padding": 114, "placement": "top-left"
          },
          "output": { "names": ["output"], "family": "yolov8" },
          "labels": ["person"], "minScore": 0.3, "nmsIou": 0.5
        }
        """)!.AsObject();

    /// <summary>Writes a model and, when given, its card with the model's true hash, and returns the model's path.</summary>
    public static string Write(TempFolder folder, byte[] model, JsonObject? card)
    {
        var path = folder.File("tiny.onnx");
        File.WriteAllBytes(path, model);
        if (card is not null)
        {
            card["sha256"] = Convert.ToHexStringLower(SHA256.HashData(model));
            File.WriteAllText(folder.File("tiny.json"), card.ToJsonString());
        }

        return path;
    }
}
