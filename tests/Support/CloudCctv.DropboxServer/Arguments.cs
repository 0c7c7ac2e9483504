using System.Text.Json;

namespace CloudCctv.DropboxServer;

/// <summary>Arguments of a call, refused where the service would: unknown fields, missing ones, paths of the wrong form.</summary>
internal sealed class Arguments
{
    private readonly JsonElement json;

    private Arguments(JsonElement json) => this.json = json;

    public string Path => Text("path");

    public static Arguments Read(ReadOnlySpan<byte> text, params string[] known)
    {
        try
        {
            return new Arguments(JsonSerializer.Deserialize<JsonElement>(text)).Check(known);
        }
        catch (JsonException)
        {
            throw new BadCallException("could not decode input as JSON");
        }
    }

    public Arguments Inner(string name, params string[] known) =>
        json.TryGetProperty(name, out var inner) ? new Arguments(inner).Check(known) : throw new BadCallException($"missing required field '{name}'");

    public string Text(string name) => TextOrNull(name) ?? throw new BadCallException($"{name}: expected string");

    public string? TextOrNull(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public long Number(string name) => json.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : throw new BadCallException($"{name}: expected integer");

    public bool Flag(string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>add, overwrite, or the rev of update.</summary>
    public string Mode()
    {
        var mode = json.TryGetProperty("mode", out var value) ? value : default;
        var tag = mode.ValueKind switch
        {
            JsonValueKind.String => mode.GetString()!,
            JsonValueKind.Object => mode.GetProperty(".tag").GetString()!,
            _ => "add",
        };
        return tag switch
        {
            "add" or "overwrite" => tag,
            "update" when mode.TryGetProperty("update", out var rev) && rev.GetString() is { Length: >= 9 } text && text.All(char.IsAsciiHexDigitLower) => text,
            _ => throw new BadCallException($"mode: '{tag}' is not valid"),
        };
    }

    public string FilePath()
    {
        var path = Path;
        return path.Length > 1 && path[0] == '/' && !path.EndsWith('/') && !path.Contains("//", StringComparison.Ordinal) ? path : throw new BadCallException($"path: '{path}' did not match pattern");
    }

    public string FolderPath() => Path switch
    {
        "" => "",
        "/" => throw new BadCallException("path: Specify the root folder as an empty string rather than as \"/\"."),
        _ => FilePath(),
    };

    private Arguments Check(string[] known)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new BadCallException("expected object");
        }

        return json.EnumerateObject().FirstOrDefault(field => !known.Contains(field.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } stranger
            ? throw new BadCallException($"unknown field '{stranger.Name}'")
            : this;
    }
}

internal sealed class BadCallException(string message) : Exception(message);
