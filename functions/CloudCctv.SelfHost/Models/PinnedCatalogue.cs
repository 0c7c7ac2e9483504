using System.Reflection;
using System.Text.Json;
using CloudCctv.Detection;

namespace CloudCctv.SelfHost.Models;

/// <summary>
/// Models that can be downloaded: ours (<c>pinned.json</c>), or those of a file of the same shape, such as the mirror of
/// somebody who installs many sites.
/// </summary>
internal sealed record PinnedCatalogue(string Source, IReadOnlyList<ModelPin> Pins)
{
    private const string Resource = "CloudCctv.SelfHost.Models.pinned.json";

    /// <param name="file">A JSON file, or null for ours.</param>
    /// <exception cref="ModelException">It cannot be read, or an entry is wrong.</exception>
    public static PinnedCatalogue Load(string? file)
    {
        var source = file ?? "the catalogue";
        try
        {
            using var stream = file is null ? Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)! : File.OpenRead(file);
            var pins = JsonSerializer.Deserialize(stream, PinJson.Default.ListModelPin) ?? throw new ModelException($"{source}: a list is needed.");
            return pins.Select(pin => pin.Problem() is { } problem ? $"{source}: {pin.Name}: {problem}." : null).FirstOrDefault(fault => fault is not null) is { } fault
                ? throw new ModelException(fault)
                : new(source, pins);
        }
        catch (JsonException exception)
        {
            throw new ModelException($"{source}: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    /// <exception cref="ModelException">There is none of this name.</exception>
    public ModelPin Find(string name) => Pins.FirstOrDefault(pin => pin.Name == name)
        ?? throw new ModelException($"'{name}' is not in {Source}; it has {string.Join(", ", Pins.Select(pin => pin.Name))}.");
}
