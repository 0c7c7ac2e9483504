using System.Text.Json.Serialization;

namespace CloudCctv.Storage.Dropbox.Wire;

/// <summary>How Dropbox writes JSON. All that is not ASCII is escaped, as headers want it.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(PathArgument))]
[JsonSerializable(typeof(DeleteArgument))]
[JsonSerializable(typeof(ListArgument))]
[JsonSerializable(typeof(CursorArgument))]
[JsonSerializable(typeof(WaitArgument))]
[JsonSerializable(typeof(UploadArgument))]
[JsonSerializable(typeof(SessionStartArgument))]
[JsonSerializable(typeof(SessionAppendArgument))]
[JsonSerializable(typeof(SessionFinishArgument))]
[JsonSerializable(typeof(Metadata))]
[JsonSerializable(typeof(ListAnswer))]
[JsonSerializable(typeof(WaitAnswer))]
[JsonSerializable(typeof(DeleteAnswer))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class WireJson : JsonSerializerContext;
