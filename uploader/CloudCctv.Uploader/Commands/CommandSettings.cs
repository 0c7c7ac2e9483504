using System.Globalization;
using System.Text.Json;
using CloudCctv.Uploader.Settings;
using CloudCctv.Uploader.Settings.Reading;

namespace CloudCctv.Uploader.Commands;

/// <summary>Puts a settings file and what the command line says beside it together, and checks the whole.</summary>
internal sealed record CommandSettings
{
    private const string CommandLine = "command line";

    public string? Config { get; init; }

    public string? Source { get; init; }

    public string? Camera { get; init; }

    public string? Site { get; init; }

    public string? Device { get; init; }

    public string? Data { get; init; }

    public string? Store { get; init; }

    public bool Live { get; init; }

    public int? LivePort { get; init; }

    public string? LiveAddress { get; init; }

    public bool MaxSpeed { get; init; }

    /// <exception cref="SettingsException">The file or an option is wrong, or there is no camera at all.</exception>
    public UploaderSettings Load() => SettingsFile.Bind<UploaderSettings>(Merge());

    /// <summary>The file as it is now, with the options of the command line over it. Read, but not yet checked.</summary>
    /// <exception cref="SettingsException">The file is missing or not JSON, or there is no camera at all.</exception>
    public ObjectNode Merge()
    {
        var file = Config is null ? new ObjectNode(new Place(CommandLine), []) : SettingsFile.Parse(Config);
        (string Key, string Option, string? Text)[] options =
            [("site", "--site", Site), ("device", "--device", Device), ("dataFolder", "--data", Data), ("store", "--store", Store)];
        return options.Where(option => option.Text is not null)
            .Aggregate(file, (settings, option) => settings.With(option.Key, ValueNode.Of(new Place(option.Option), option.Text!)))
            .With("cameras", Cameras(file))
            .With("live", LiveOf(file));
    }

    // Whoever says where the live page should be wants it.
    private SettingsNode LiveOf(ObjectNode file)
    {
        if (file.Find("live") is not (null or ObjectNode))
        {
            // No object: the rules will say so.
            return file.Find("live")!;
        }

        var live = file.Find("live") as ObjectNode ?? new ObjectNode(new Place(CommandLine), []);
        live = Live || LivePort is not null || LiveAddress is not null ? live.With("enabled", new ValueNode(new Place("--live"), JsonValueKind.True, "true")) : live;
        live = LivePort is { } port ? live.With("port", new ValueNode(new Place("--live-port"), JsonValueKind.Number, port.ToString(CultureInfo.InvariantCulture))) : live;
        return LiveAddress is null ? live : live.With("address", ValueNode.Of(new Place("--live-address"), LiveAddress));
    }

    private SettingsNode Cameras(ObjectNode file)
    {
        var cameras = file.Find("cameras") is not { } node ? [] : (node as ListNode)?.Items;
        if (cameras is null)
        {
            // No list: the rules will say so.
            return file.Find("cameras")!;
        }

        var chosen = Source is not null ? [FromSource(cameras, Source)] : Camera is not null ? [Named(cameras, Camera)] : cameras;
        return chosen.Count > 0 || Config is not null
            ? new ListNode(file.Find("cameras")?.Place ?? file.Place, [.. chosen.Select(AtSpeed)])
            : throw new SettingsException("No camera: give --source, or --config with a file that lists cameras.");
    }

    // A source on the command line takes the place of the file's, and what the file says of motion and events stays.
    private ObjectNode FromSource(IReadOnlyList<SettingsNode> cameras, string source)
    {
        var place = new Place("--source");
        var like = cameras.OfType<ObjectNode>().FirstOrDefault(IsNamed) ?? cameras.OfType<ObjectNode>().FirstOrDefault() ?? new ObjectNode(place, []);
        var named = Camera is not null ? like.With("name", ValueNode.Of(new Place("--camera"), Camera))
            : like.Find("name") is null ? like.With("name", ValueNode.Of(place, "camera"))
            : like;
        return named.With("source", ValueNode.Of(place, source));
    }

    private ObjectNode Named(IReadOnlyList<SettingsNode> cameras, string name)
    {
        var names = cameras.OfType<ObjectNode>().Select(camera => (camera.Find("name") as ValueNode)?.Text).OfType<string>().ToList();
        return cameras.OfType<ObjectNode>().FirstOrDefault(IsNamed) ?? throw new SettingsException(names.Count == 0
            ? $"--camera '{name}': there is no such camera, as no file lists any: give --source too."
            : $"--camera '{name}': {Config} has no camera of that name; it has {string.Join(", ", names)}.");
    }

    private bool IsNamed(ObjectNode camera) => camera.Find("name") is ValueNode { Text: { } name } && name == Camera;

    private SettingsNode AtSpeed(SettingsNode camera)
    {
        var place = new Place("--speed");
        if (!MaxSpeed || camera is not ObjectNode known || known.Find("capture") is not (null or ObjectNode))
        {
            return camera;
        }

        var capture = known.Find("capture") as ObjectNode ?? new ObjectNode(place, []);
        return known.With("capture", capture.With("maxSpeed", new ValueNode(place, JsonValueKind.True, "true")));
    }
}
