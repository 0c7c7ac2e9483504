using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCctv.Storage.Folders;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Live.Tuning;

/// <summary>Saves motion settings into the file that the uploader was started with. Thread-safe within this process.</summary>
/// <param name="path">Null if it was started without one.</param>
internal sealed class SettingsWriter(string? path)
{
    private readonly Lock turn = new();

    public bool HasFile => path is not null;

    /// <summary>
    /// Sets some of a camera's motion settings and leaves all else as it is. The new file is checked, written beside the old
    /// one, synced and put in its place: after a power cut there is the old file or the new one.
    /// </summary>
    /// <exception cref="SettingsException">There is no file, it has no such camera, or it cannot be written; the message is for people.</exception>
    public void Save(string camera, JsonObject changes)
    {
        if (path is null)
        {
            throw new SettingsException("There is no settings file to save to: the uploader was started without --config. Try it out here, and write it into a file that you start it with.");
        }

        lock (turn)
        {
            try
            {
                // A link stays one: what it points to is replaced.
                var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
                Replace(target, Changed(File.ReadAllBytes(target), camera, changes));
            }
            catch (JsonException exception)
            {
                throw new SettingsException($"The settings file {path} is no valid JSON any more: {exception.Message}", exception);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new SettingsException($"The settings file {path} cannot be written: {exception.Message}", exception);
            }
        }
    }

    private byte[] Changed(byte[] text, string camera, JsonObject changes)
    {
        foreach (var (key, value) in changes)
        {
            text = JsonText.SetMotion(text, camera, key, Written(value))
                ?? throw new SettingsException($"The settings file {path} lists no camera '{camera}': it was named on the command line, or the file has changed.");
        }

        return text;
    }

    private static void Replace(string target, byte[] text)
    {
        var partial = $"{target}.{Guid.NewGuid():N}.part";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                // It may hold passwords of cameras: nobody reads the new one who could not read the old.
                options.UnixCreateMode = File.GetUnixFileMode(target);
            }

            using (var file = new FileStream(partial, options))
            {
                file.Write(text);
                file.Flush(flushToDisk: true);
            }

            _ = SettingsFile.Load(partial);
            File.Move(partial, target, overwrite: true);
            FolderSync.Sync(Path.GetDirectoryName(target)!);
        }
        catch (SettingsException exception)
        {
            throw new SettingsException(exception.Message.Replace(partial, target, StringComparison.Ordinal), exception);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    // One polygon a line, so that people can read the file afterwards.
    private static string Written(JsonNode? value) => value is JsonArray { Count: > 0 } items
        ? $"[\n{string.Join(",\n", items.Select(item => $"          {item!.ToJsonString()}"))}\n        ]"
        : value?.ToJsonString() ?? "null";
}
