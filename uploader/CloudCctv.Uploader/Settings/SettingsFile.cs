using System.Text.Json;
using System.Text.Json.Serialization;

namespace CloudCctv.Uploader.Settings;

/// <summary>Reads settings strictly: a key that nobody knows is more likely a typing error than a wish.</summary>
public static class SettingsFile
{
    // By reflection: source-generated readers set every init-only property, so that an absent key would lose its default.
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 16,
    };

    /// <exception cref="SettingsException">The file is missing, not JSON, has unknown keys or values out of range.</exception>
    public static UploaderSettings Load(string path)
    {
        try
        {
            var settings = JsonSerializer.Deserialize<UploaderSettings>(File.ReadAllBytes(path), Strict)
                ?? throw new SettingsException($"{path}: the file holds the JSON value null; it must hold an object.");
            SettingsRules.Check(settings, path);
            return settings;
        }
        catch (JsonException exception)
        {
            throw new SettingsException($"{path}: {Readable(exception)}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: cannot be read: {exception.Message}", exception);
        }
    }

    // The serializer names .NET types and counts lines from 0; people count from 1 and know their keys.
    private static string Readable(JsonException exception)
    {
        var place = $"line {exception.LineNumber + 1}, key '{exception.Path?.TrimStart('$', '.')}'";
        var message = exception.Message;
        return message.Contains("could not be mapped", StringComparison.Ordinal) ? $"{place}: there is no such key."
            : message.Contains("could not be converted", StringComparison.Ordinal) ? $"{place}: the value is of the wrong kind."
            : message.Contains("missing required", StringComparison.Ordinal) ? $"{place}: 'name' and 'source' are required."
            : $"{place}: {message.Split(" Path:")[0]}";
    }
}
