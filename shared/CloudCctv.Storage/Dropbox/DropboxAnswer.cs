using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CloudCctv.Storage.Dropbox;

/// <summary>An answer of the API that is an error, as far as it can be read. Holds no text of the service's but its tags.</summary>
internal sealed class DropboxAnswerException : Exception
{
    private const int MostBytes = 64 * 1024;
    private const int MostTags = 8;

    private DropboxAnswerException(HttpStatusCode status, IReadOnlyList<string> tags, long? correctOffset, TimeSpan? retryAfter)
        : base($"the service answered {(int)status} {(tags.Count > 0 ? string.Join('/', tags) : "without an error code")}") =>
        (Status, Tags, CorrectOffset, RetryAfter) = (status, tags, correctOffset, retryAfter);

    public HttpStatusCode Status { get; }

    /// <summary>The error's union tags from the outside in: <c>path</c>, <c>conflict</c>, <c>file</c>.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Up to where an upload session holds bytes, if that is what the answer is about.</summary>
    public long? CorrectOffset { get; }

    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the path does not exist, or is not of the kind that was asked for.</summary>
    public bool IsNotFound => Status == HttpStatusCode.Conflict && Tags is ["path" or "path_lookup", "not_found" or "not_file" or "not_folder", ..];

    /// <summary>Whether a file has the name that was to be written.</summary>
    public bool IsNameTaken => Status == HttpStatusCode.Conflict && Tags is [_, "conflict", "file", ..];

    public bool Has(string tag) => Tags.Contains(tag);

    public static async Task<DropboxAnswerException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var walk = new TagWalk();
        var after = response.Headers.RetryAfter;
        var retryAfter = after?.Delta ?? (after?.Date - response.Headers.Date is { } left && left > TimeSpan.Zero ? left : null);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var bytes = new byte[MostBytes];
            var count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            using var json = JsonDocument.Parse(bytes.AsMemory(0, count), new JsonDocumentOptions { MaxDepth = 16 });
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error))
            {
                walk.Into(error);
            }
        }
        catch (JsonException)
        {
            // Some errors are plain text, and those of proxies on the way are HTML: the status says enough.
        }

        return new DropboxAnswerException(response.StatusCode, walk.Tags, walk.CorrectOffset, retryAfter ?? walk.RetryAfter);
    }

    /// <summary>Follows a tagged union into its value. A rate limit has its tag one level down, under <c>reason</c>; OAuth errors are bare texts.</summary>
    private sealed class TagWalk
    {
        public List<string> Tags { get; } = [];

        public long? CorrectOffset { get; private set; }

        public TimeSpan? RetryAfter { get; private set; }

        public void Into(JsonElement error)
        {
            if (error.ValueKind == JsonValueKind.String)
            {
                Add(error.GetString()!);
                return;
            }

            if (error.ValueKind != JsonValueKind.Object || Tags.Count >= MostTags)
            {
                return;
            }

            CorrectOffset = Number(error, "correct_offset") ?? CorrectOffset;
            RetryAfter = Number(error, "retry_after") is { } seconds and >= 0 and < 1_000_000 ? TimeSpan.FromSeconds(seconds) : RetryAfter;
            var tag = error.TryGetProperty(".tag", out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : null;
            if (tag is not null)
            {
                Add(tag);
            }

            if ((tag is not null && error.TryGetProperty(tag, out var inner)) || error.TryGetProperty("reason", out inner))
            {
                Into(inner);
            }
        }

        private static long? Number(JsonElement error, string name) =>
            error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

        // Whoever answers may not write into our log.
        private void Add(string tag) => Tags.Add(tag.Length is > 0 and <= 60 && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.')
            ? tag
            : string.Create(CultureInfo.InvariantCulture, $"unreadable_tag_of_{tag.Length}"));
    }
}
