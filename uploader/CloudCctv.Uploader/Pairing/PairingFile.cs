using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCctv.Storage.Folders;
using CloudCctv.Uploader.Running;
using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Pairing;

/// <summary>What a device knows of its pairing, in <c>pairing.json</c> of its data folder. The key is beside it.</summary>
/// <param name="Server">Where it renews its credentials.</param>
/// <param name="Device">What the server calls it.</param>
/// <param name="Site">The place that its batches must name.</param>
/// <param name="Cameras">The cameras that they may name; empty for any.</param>
internal sealed record PairingFile(Uri Server, string Device, string Site, IReadOnlyList<string> Cameras)
{
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "pairing.json");

    /// <returns>Null if the device is not paired.</returns>
    /// <exception cref="SettingsException">The file is there and cannot be read.</exception>
    public static PairingFile? Read(string dataFolder)
    {
        var path = PathIn(dataFolder);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), PairingFileJson.Default.PairingFile) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SettingsException($"{path}: cannot be read ({exception.Message}); pair the device anew.", exception);
        }
    }

    public void Write(string dataFolder) => PrivateFile.Write(PathIn(dataFolder), JsonSerializer.Serialize(this, PairingFileJson.Default.PairingFile));

    public bool MaySend(string site, string camera) => site == Site && (Cameras.Count == 0 || Cameras.Contains(camera));

    /// <summary>Settings that say otherwise than the pairing would lose every batch to a server that does not look at it.</summary>
    /// <returns>What is wrong; null if nothing is.</returns>
    public string? Fault(UploaderSettings settings)
    {
        var device = settings.Device ?? DeviceName.OfThisComputer();
        var strange = settings.Cameras.Select(camera => camera.Name).FirstOrDefault(name => !MaySend(Site, name));
        return settings.Site != Site ? $"site is '{settings.Site}', and this device was paired for the site '{Site}': set site to that."
            : device != Device ? $"device is '{device}', and this device was paired as '{Device}': set device to that."
            : strange is not null ? $"camera '{strange}' is not one of those that this device was paired for: {string.Join(", ", Cameras)}."
            : null;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(PairingFile))]
internal sealed partial class PairingFileJson : JsonSerializerContext;
