using System.Text.Json.Serialization;
using CloudCctv.Analysis.Json;

namespace CloudCctv.Analysis.Sightings;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 8,
    Converters = [typeof(EventNameConverter), typeof(FrameNameConverter), typeof(BatchNameConverter)])]
[JsonSerializable(typeof(Sighting))]
[JsonSerializable(typeof(NewestPointer))]
internal sealed partial class SightingJson : JsonSerializerContext;
