using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Storage.Folders;
using Microsoft.Extensions.Logging;

namespace CloudCctv.Uploader.Settings.Remote;

/// <summary>What a device remembers of settings from afar over a restart.</summary>
internal sealed record RemoteState
{
    /// <summary>In force, and proved.</summary>
    public RemoteContent? Good { get; init; }

    /// <summary>Tag of what is or was last on trial.</summary>
    public string? TrialTag { get; init; }

    /// <summary>How often that was begun. A restart in the middle of a trial is not the settings' fault the first time.</summary>
    public int Trials { get; init; }

    /// <summary>Tag of what was refused or undone last: not tried again.</summary>
    public string? RefusedTag { get; init; }

    /// <summary>Highest revision that was ever in force; 0 if none was.</summary>
    public int Revision { get; init; }
}

/// <summary>Keeps a <see cref="RemoteState"/> in a file. A file that cannot be read is as good as none.</summary>
internal sealed class RemoteStateFile(string path, ILogger logger)
{
    public RemoteState Load()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), RemoteStateJson.Default.RemoteState) ?? new() : new();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            logger.RemoteStateUnusable(exception is JsonException ? $"{path} is damaged" : exception.Message);
            return new();
        }
    }

    /// <summary>Replaces the file as a whole, so that a power cut leaves the old one or the new one.</summary>
    public void Save(RemoteState state)
    {
        try
        {
            var next = path + ".next";
            using (var file = new FileStream(next, FileMode.Create))
            {
                file.Write(JsonSerializer.SerializeToUtf8Bytes(state, RemoteStateJson.Default.RemoteState));
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
            FolderSync.Sync(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.RemoteStateUnusable(exception.Message);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RemoteState))]
internal sealed partial class RemoteStateJson : JsonSerializerContext;
