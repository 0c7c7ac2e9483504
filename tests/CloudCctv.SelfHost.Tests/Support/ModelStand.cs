using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CloudCctv.Detection;
using CloudCctv.Detection.Cards;
using CloudCctv.Tests.Support;

namespace CloudCctv.SelfHost.Tests.Support;

/// <summary>A folder for models and a catalogue whose one entry, <c>tiny</c>, is the embedded model under another name.</summary>
internal sealed class ModelStand : IDisposable
{
    private readonly TempFolder folder = new();

    /// <summary>What the catalogue promises.</summary>
    public static byte[] Model { get; } = File.ReadAllBytes(ObjectDetector.DefaultModelPath);

    public static string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Model));

    public string Folder => folder.File("models");

    public string Installed => Path.Combine(Folder, "tiny", "tiny.onnx");

    public string Part => Path.Combine(Folder, ".partial", $"{Sha256}.part");

    public static JsonObject Card(string name = "tiny")
    {
        var card = JsonNode.Parse(File.ReadAllBytes(CardFile.PathFor(ObjectDetector.DefaultModelPath)))!.AsObject();
        card["name"] = name;
        return card;
    }

    public string PathOf(string name) => folder.File(name);

    public Task<Ended> RunAsync(params string[] arguments) => ServerProgram.RunAsync(["models", .. arguments, "--folder", Folder]);

    public Task<Ended> PullAsync(string url) => RunAsync("pull", "tiny", "--catalogue", Catalogue(url));

    public string Catalogue(string url, Action<JsonObject>? change = null)
    {
        var pin = new JsonObject { ["name"] = "tiny", ["url"] = url, ["bytes"] = Model.Length, ["sha256"] = Sha256, ["licence"] = "MIT", ["card"] = Card() };
        change?.Invoke(pin);
        var path = folder.File("catalogue.json");
        File.WriteAllText(path, new JsonArray(pin).ToJsonString());
        return path;
    }

    public void AssertInstalled(Ended ended)
    {
        Assert.True(ended.ExitCode == 0, ended.Errors);
        Assert.Equal(Installed, Assert.Single(ended.OutputLines));
        Assert.Equal(Model, File.ReadAllBytes(Installed));
        Assert.Equal(["tiny", "tiny.json", "tiny.onnx"], Remains());
    }

    public void AssertNothingInstalled(Ended ended, string message)
    {
        Assert.Equal(2, ended.ExitCode);
        Assert.Contains(message, ended.ErrorLines[^1], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Installed)!));
        Assert.DoesNotContain(Remains(), name => name.StartsWith(".incoming", StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    // Empty folders of downloads aside.
    private IEnumerable<string> Remains() => !Directory.Exists(Folder) ? [] : Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories)
        .Select(path => Path.GetFileName(path))
        .Where(name => name != ".partial")
        .Order(StringComparer.Ordinal);
}
