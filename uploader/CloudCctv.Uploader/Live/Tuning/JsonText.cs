using System.Text;
using System.Text.Json;

namespace CloudCctv.Uploader.Live.Tuning;

/// <summary>Changes single values in the text of a settings file and leaves every other byte, comments too, as people wrote it.</summary>
internal static class JsonText
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    /// <summary>Sets <c>cameras[name].motion.key</c>.</summary>
    /// <param name="text">The file, UTF-8.</param>
    /// <param name="camera">Name of a camera in it.</param>
    /// <param name="key">Key of the motion settings, with points where it lies deeper.</param>
    /// <param name="json">Its new value, as JSON.</param>
    /// <returns>The new text; null if the file lists no camera of that name.</returns>
    /// <exception cref="JsonException">The file is no JSON.</exception>
    public static byte[]? SetMotion(byte[] text, string camera, string key, string json)
    {
        var all = new Utf8JsonReader(text, Lenient);
        if (!EnterRoot(ref all) || !Seek(ref all, "cameras") || all.TokenType != JsonTokenType.StartArray || !EnterCamera(ref all, camera))
        {
            return null;
        }

        var reader = all;
        string[] path = ["motion", .. key.Split('.')];
        for (var depth = 0; depth < path.Length; depth++)
        {
            var inside = reader;
            if (!Seek(ref reader, path[depth]))
            {
                var rest = path[(depth + 1)..].Reverse().Aggregate(json, (inner, name) => $"{{ \"{name}\": {inner} }}");
                return Insert(text, inside, path[depth], rest);
            }
        }

        return Replace(text, reader, json);
    }

    private static bool EnterRoot(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.StartObject;

    /// <summary>From the start of an object to the first token of a value in it; the last one, if the key is there twice, as readers do.</summary>
    private static bool Seek(ref Utf8JsonReader reader, string key)
    {
        var found = false;
        var value = reader;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.ValueTextEquals(key);
            reader.Read();
            if (wanted)
            {
                found = true;
                value = reader;
            }

            reader.Skip();
        }

        reader = found ? value : reader;
        return found;
    }

    /// <summary>From the start of the list to the start of the camera's object.</summary>
    private static bool EnterCamera(ref Utf8JsonReader reader, string name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var inside = reader;
            if (Seek(ref inside, "name") && inside.TokenType == JsonTokenType.String && inside.ValueTextEquals(name))
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static byte[] Replace(byte[] text, Utf8JsonReader value, string json)
    {
        var start = (int)value.TokenStartIndex;
        value.Skip();
        return [.. text.AsSpan(0, start), .. Encoding.UTF8.GetBytes(json), .. text.AsSpan((int)value.BytesConsumed)];
    }

    /// <summary>Behind the last value of an object, before whatever comma or comment follows it.</summary>
    private static byte[] Insert(byte[] text, Utf8JsonReader start, string key, string json)
    {
        var at = (int)start.BytesConsumed;
        var comma = "";
        while (start.Read() && start.TokenType == JsonTokenType.PropertyName)
        {
            start.Read();
            start.Skip();
            (at, comma) = ((int)start.BytesConsumed, ",");
        }

        return [.. text.AsSpan(0, at), .. Encoding.UTF8.GetBytes($"{comma} \"{key}\": {json}"), .. text.AsSpan(at)];
    }
}
