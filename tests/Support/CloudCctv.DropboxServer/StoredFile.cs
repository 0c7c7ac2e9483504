using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace CloudCctv.DropboxServer;

/// <summary>A file or a folder (without content) as the service keeps it.</summary>
internal sealed record StoredFile(string Path, byte[]? Content, string Rev, DateTimeOffset Modified)
{
    private const int HashBlock = 4 << 20;

    public bool IsFolder => Content is null;

    public string Hash => HashOf(Content!);

    /// <summary>The published definition, word by word: https://www.dropbox.com/developers/reference/content-hash.</summary>
    public static string HashOf(ReadOnlySpan<byte> content)
    {
        using var hashes = new MemoryStream();
        for (var at = 0; at < content.Length; at += HashBlock)
        {
            hashes.Write(SHA256.HashData(content[at..Math.Min(content.Length, at + HashBlock)]));
        }

        return Convert.ToHexStringLower(SHA256.HashData(hashes.ToArray()));
    }

    public JsonObject ToJson(bool tagged)
    {
        var json = new JsonObject();
        if (tagged)
        {
            json[".tag"] = IsFolder ? "folder" : "file";
        }

        json["name"] = Path[(Path.LastIndexOf('/') + 1)..];
        json["id"] = $"id:{Rev}";
        json["path_lower"] = Path.ToLowerInvariant();
        json["path_display"] = Path;
        if (!IsFolder)
        {
            json["client_modified"] = Text(Modified);
            json["server_modified"] = Text(Modified);
            json["rev"] = Rev;
            json["size"] = Content!.Length;
            json["is_downloadable"] = true;
            json["content_hash"] = Hash;
        }

        return json;
    }

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
