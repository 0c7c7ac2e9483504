using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.SelfHost.Models;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(List<ModelPin>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class PinJson : JsonSerializerContext;
