using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Storage.Folders;

namespace CloudCctv.Storage.Dropbox.SignIn;

/// <summary>What lets a program into one Dropbox until the owner takes it back. A secret.</summary>
/// <param name="AppKey">Names the app; public, as apps on devices have no secret (PKCE, RFC 7636).</param>
/// <param name="RefreshToken">Does not run out by itself.</param>
public sealed record DropboxToken(string AppKey, string RefreshToken)
{
    public override string ToString() => $"token of app {AppKey} (not shown)";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(DropboxToken))]
internal sealed partial class TokenJson : JsonSerializerContext;

/// <summary>Where the token is kept: a file that only its owner can read, or a variable with the same JSON for hosts that inject secrets.</summary>
public static class DropboxTokenFile
{
    /// <summary>Path of the file.</summary>
    public const string FileVariable = "CLOUDCCTV_DROPBOX_TOKEN_FILE";

    /// <summary>Content of the file.</summary>
    public const string Variable = "CLOUDCCTV_DROPBOX_TOKEN";

    private const UnixFileMode Strangers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The file that is meant if nobody names another: <c>~/.config/cloudcctv/dropbox-token.json</c>.</summary>
    public static string DefaultPath(Func<string, string?> environment) => environment(FileVariable) is { Length: > 0 } file
        ? file
        : Path.Combine(environment("XDG_CONFIG_HOME") is { Length: > 0 } config ? config : Path.Combine(environment("HOME") ?? "", ".config"), "cloudcctv", "dropbox-token.json");

    /// <exception cref="ArgumentException">There is none, or it cannot be used; the message says what to do and shows nothing of it.</exception>
    public static DropboxToken Find(Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } text)
        {
            return Parse(text, Variable);
        }

        var path = DefaultPath(environment);
        if (!File.Exists(path))
        {
            throw new ArgumentException($"Not signed in to Dropbox: there is no '{path}'. Run 'dropbox login --app-key KEY', or name another file in {FileVariable}.");
        }

        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Strangers) != 0)
            {
                throw new ArgumentException($"'{path}' can be read by every user of this machine: chmod 600 it.");
            }

            return Parse(File.ReadAllText(path), $"'{path}'");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"'{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Writes the file, in the place of an older one, readable for its owner only.</summary>
    public static void Write(string path, DropboxToken token) => PrivateFile.Write(path, JsonSerializer.Serialize(token, TokenJson.Default.DropboxToken));

    // Without the inner exception, which may quote the text.
    private static DropboxToken Parse(string text, string source)
    {
        try
        {
            if (JsonSerializer.Deserialize(text, TokenJson.Default.DropboxToken) is { AppKey.Length: > 0, RefreshToken.Length: > 0 } token)
            {
                return token;
            }
        }
        catch (JsonException)
        {
        }

        throw new ArgumentException($"{source} (not shown) is no token of Dropbox's; it must be JSON with appKey and refreshToken, as 'dropbox login' writes it.");
    }
}
