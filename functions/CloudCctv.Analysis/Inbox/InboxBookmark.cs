using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CloudCctv.Analysis.Inbox;

/// <param name="Folder">Whose cursor it is: another folder begins anew.</param>
/// <param name="Cursor">Up to where everything was taken; null to begin with all that is there.</param>
/// <param name="ListedAt">When all that is there was last looked at, UTC.</param>
internal sealed record InboxBookmark(string Folder, string? Cursor, DateTimeOffset ListedAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(InboxBookmark))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class InboxJson : JsonSerializerContext;
