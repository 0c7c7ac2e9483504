using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CloudCctv.Contracts.Names;

namespace CloudCctv.Contracts.Batches;

/// <summary>
/// The queue message that says "this batch is in the store". Two writers send it: the uploader (<c>{"batch":"…"}</c>), and
/// Event Grid, whose BlobCreated events (own schema or CloudEvents) can be routed to the same queue.
/// </summary>
public static class CommitMessage
{
    private const string EventGridBlobs = "/blobs/";

    public static string For(BatchName batch) => JsonSerializer.Serialize(new Dictionary<string, string> { ["batch"] = batch.ToString() }, CommitJson.Default.DictionaryStringString);

    /// <summary>Reads either form.</summary>
    /// <param name="text">The body of a queue message.</param>
    /// <param name="batch">The batch it names.</param>
    /// <param name="fault">What is wrong with it, in one line; null if it was read.</param>
    public static bool TryRead(string text, [NotNullWhen(true)] out BatchName? batch, [NotNullWhen(false)] out string? fault)
    {
        batch = null;
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
            batch = FromCommit(json.RootElement) ?? FromEventGrid(json.RootElement);
            fault = batch is null ? "Message names no batch: neither 'batch' nor 'subject' holds a batch name." : null;
        }
        // InvalidOperationException: a text with half a surrogate pair.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            fault = ShownText.Of($"Message is not JSON: {exception.Message}", 400);
        }

        return batch is not null;
    }

    private static BatchName? FromCommit(JsonElement message) =>
        Text(message, "batch") is { } name && BatchName.TryParse(name, out var batch) ? batch : null;

    // Subject of both schemas: /blobServices/default/containers/CONTAINER/blobs/NAME
    private static BatchName? FromEventGrid(JsonElement message) =>
        Text(message, "subject") is { } subject && subject.IndexOf(EventGridBlobs, StringComparison.Ordinal) is >= 0 and var at
            ? StoreLayout.BatchAt(subject[(at + EventGridBlobs.Length)..])
            : null;

    private static string? Text(JsonElement message, string field) =>
        message.ValueKind == JsonValueKind.Object && message.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class CommitJson : System.Text.Json.Serialization.JsonSerializerContext;
