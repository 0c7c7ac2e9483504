using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudCctv.DropboxServer;

/// <summary>What goes back: a status and a body, both as the documentation shows them.</summary>
internal sealed record Answer(int Status, string Body, string ContentType = "application/json")
{
    /// <summary>Of a download.</summary>
    public byte[]? Content { get; init; }

    /// <summary>Metadata of a download, for its header.</summary>
    public string? Result { get; init; }

    public int? RetryAfter { get; init; }

    public static Answer Ok(JsonNode? body) => new(200, body?.ToJsonString() ?? "null");

    /// <summary>400 comes as plain text.</summary>
    public static Answer Bad(string route, string what) => new(400, $"Error in call to API function \"{route}\": {what}", "text/plain; charset=utf-8");

    public static Answer Error(int status, string summary, JsonNode error) =>
        new(status, new JsonObject { ["error_summary"] = $"{summary}/..", ["error"] = error }.ToJsonString(new JsonSerializerOptions()));

    /// <summary>409 with one tag that has no value.</summary>
    public static Answer Conflict(string tag) => Error(409, tag, Tagged(tag));

    /// <summary>409 of a route whose error wraps a LookupError or WriteError.</summary>
    public static Answer Conflict(string outer, JsonObject inner) => Error(409, $"{outer}/{inner[".tag"]}", Tagged(outer, inner));

    /// <summary>UploadError.path is a struct: its reason lies beside the tag.</summary>
    public static Answer UploadConflict(JsonObject reason) =>
        Error(409, $"path/{reason[".tag"]}", new JsonObject { [".tag"] = "path", ["reason"] = reason, ["upload_session_id"] = "AAAAAAAAAA" });

    /// <summary>401 and 403.</summary>
    public static Answer Denied(int status, string tag) => Error(status, tag, Tagged(tag));

    public static Answer TooMany(string reason, int seconds) =>
        Error(429, reason, new JsonObject { ["reason"] = Tagged(reason), ["retry_after"] = seconds }) with { RetryAfter = seconds };

    public static JsonObject Tagged(string tag, JsonObject? value = null)
    {
        var json = new JsonObject { [".tag"] = tag };
        if (value is not null)
        {
            json[tag] = value;
        }

        return json;
    }

    public static JsonObject WriteConflict(string kind) => Tagged("conflict", Tagged(kind));
}
