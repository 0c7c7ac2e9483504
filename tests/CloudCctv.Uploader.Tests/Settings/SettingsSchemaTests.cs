using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Reading;
using CloudCctv.Uploader.Settings.Schema;

namespace CloudCctv.Uploader.Tests.Settings;

public sealed partial class SettingsSchemaTests
{
    private static readonly JsonDocumentOptions WithComments = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    [Fact]
    public void ShippedFile_IsWhatTheOptionsSay() =>
        Assert.Equal(
            SettingsSchema.Write(),
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "uploader.schema.json")));

    [Fact]
    public void Description_ComesFromTheDocComment() =>
        Assert.Equal("Name of the place.", (string?)JsonNode.Parse(SettingsSchema.Write())!["properties"]!["site"]!["description"]);

    [Fact]
    public void SampleOfTheGuide_FitsSchemaAndRules()
    {
        Assert.Empty(SchemaFaults(Sample()));
        SettingsFile.Bind<UploaderSettings>(SettingsParser.Parse(System.Text.Encoding.UTF8.GetBytes(Sample()), "settings.md"));
    }

    [Theory]
    [InlineData("\"threshold\": 16", "\"threshold\": 900")]
    [InlineData("\"threshold\": 16", "\"threshold\": \"16\"")]
    [InlineData("\"threshold\": 16", "\"treshold\": 16")]
    [InlineData("\"site\": \"farm\"", "\"site\": \"Farm 7\"")]
    [InlineData("\"x\":0,\"y\":0.4", "\"x\":0")]
    [InlineData("\"from\": \"22:00\"", "\"from\": \"24:00\"")]
    [InlineData("\"from\": \"22:00\", ", "")]
    [InlineData("\"days\": []", "\"days\": [ \"Mo\" ]")]
    [InlineData("\"maxBytesPerSecond\": 200000", "\"maxBytesPerSecond\": 20")]
    public void SampleWithAMistake_FitsNeither(string right, string wrong)
    {
        var sample = Sample().Replace(right, wrong, StringComparison.Ordinal);

        Assert.NotEqual(Sample(), sample);
        Assert.NotEmpty(SchemaFaults(sample));
        Assert.Throws<SettingsException>(() => SettingsFile.Bind<UploaderSettings>(SettingsParser.Parse(System.Text.Encoding.UTF8.GetBytes(sample), "settings.md")));
    }

    private static string Sample() => Block().Match(File.ReadAllText(RepositoryRoot.File("docs", "guide", "settings.md"))).Groups[1].Value;

    private static List<string> SchemaFaults(string json) =>
        [.. Faults(JsonNode.Parse(json, null, WithComments), JsonNode.Parse(SettingsSchema.Write())!.AsObject(), "$")];

    /// <summary>The keywords of JSON Schema that our schema uses.</summary>
    private static IEnumerable<string> Faults(JsonNode? value, JsonObject schema, string path)
    {
        var types = schema["type"] is JsonArray several ? several.Select(type => (string)type!) : [(string)schema["type"]!];
        if (!types.Any(type => IsOf(value, type)))
        {
            yield return $"{path} is not {string.Join('/', types)}";
            yield break;
        }

        foreach (var fault in value switch
        {
            JsonObject members => OfObject(members, schema, path),
            JsonArray items => items.SelectMany((item, i) => Faults(item, schema["items"]!.AsObject(), $"{path}[{i}]"))
                .Concat(items.Count < (int?)schema["minItems"] || items.Count > (int?)schema["maxItems"] ? [$"{path} count"] : []),
            JsonValue text when text.GetValueKind() == JsonValueKind.String && (string?)schema["pattern"] is { } pattern && !Regex.IsMatch((string)text!, pattern) => [$"{path} pattern"],
            JsonValue text when text.GetValueKind() == JsonValueKind.String && schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, text)) => [$"{path} is none of {words.ToJsonString()}"],
            JsonValue number when number.GetValueKind() == JsonValueKind.Number
                && ((double)number < (double?)schema["minimum"] || (double)number > (double?)schema["maximum"]) => [$"{path} range"],
            _ => [],
        })
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OfObject(JsonObject members, JsonObject schema, string path)
    {
        var known = schema["properties"]!.AsObject();
        return members.SelectMany(member => known[member.Key] is JsonObject key ? Faults(member.Value, key, $"{path}.{member.Key}") : [$"{path}.{member.Key} is unknown"])
            .Concat((schema["required"]?.AsArray() ?? []).Where(required => !members.ContainsKey((string)required!)).Select(required => $"{path}.{required} is missing"));
    }

    private static bool IsOf(JsonNode? value, string type) => (value?.GetValueKind() ?? JsonValueKind.Null, type) switch
    {
        (JsonValueKind.Object, "object") or (JsonValueKind.Array, "array") or (JsonValueKind.String, "string") or (JsonValueKind.Null, "null") => true,
        (JsonValueKind.True or JsonValueKind.False, "boolean") or (JsonValueKind.Number, "number") => true,
        (JsonValueKind.Number, "integer") => long.TryParse(value!.ToJsonString(), out _),
        _ => false,
    };

    [GeneratedRegex("```jsonc\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
