using System.Text.Json;
using CloudCctv.Uploader.Settings.Reading;

namespace CloudCctv.Uploader.Settings;

/// <summary>Reads settings strictly, and finds all of their faults at once.</summary>
public static class SettingsFile
{
    private const long MaxBytes = 1 << 20;

    /// <exception cref="SettingsException">The file is missing, not JSON, has unknown keys or values out of range.</exception>
    public static UploaderSettings Load(string path) => Bind<UploaderSettings>(Parse(path));

    /// <exception cref="SettingsException">The file is missing or not JSON.</exception>
    internal static ObjectNode Parse(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true, Length: > MaxBytes }
                ? throw new SettingsException($"{path}: has more than {MaxBytes} bytes: this is no settings file.")
                : SettingsParser.Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsException($"{path}: cannot be read: {Reason(exception, path)}.", exception);
        }
    }

    /// <exception cref="SettingsException">One line per fault.</exception>
    internal static T Bind<T>(ObjectNode root)
    {
        var faults = SettingsRules.Faults(root, typeof(T));
        if (faults.Count > 0)
        {
            throw new SettingsException(string.Join(Environment.NewLine, faults));
        }

        try
        {
            return JsonSerializer.Deserialize<T>(root.ToUtf8(), SettingsJson.Options)!;
        }
        catch (JsonException exception)
        {
            throw new SettingsException($"{root.Place.Source}: the value of {exception.Path?.TrimStart('$', '.')} cannot be used.", exception);
        }
    }

    private static string Reason(Exception exception, string path) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        _ when Directory.Exists(path) => "it is a folder",
        UnauthorizedAccessException => "this user may not read it",
        ArgumentException => "this is no name of a file",
        _ => exception.Message.TrimEnd('.'),
    };
}
