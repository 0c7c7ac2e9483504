using CloudCctv.Uploader.Settings;

namespace CloudCctv.Uploader.Commands;

/// <summary>Puts a settings file and what the command line says beside it together.</summary>
internal sealed record CommandSettings
{
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
    public UploaderSettings Load()
    {
        var file = Config is null ? new UploaderSettings() : SettingsFile.Load(Config);
        var settings = file with
        {
            Cameras = [.. Cameras(file).Select(camera => camera with { Capture = camera.Capture with { MaxSpeed = MaxSpeed || camera.Capture.MaxSpeed } })],
            Site = Site ?? file.Site,
            Device = Device ?? file.Device,
            DataFolder = Data ?? file.DataFolder,
            Store = Store ?? file.Store,
            Live = file.Live with
            {
                // Whoever says where it should be wants it.
                Enabled = file.Live.Enabled || Live || LivePort is not null || LiveAddress is not null,
                Port = LivePort ?? file.Live.Port,
                Address = LiveAddress ?? file.Live.Address,
            },
        };
        SettingsRules.Check(settings, Config ?? "command line");
        return settings;
    }

    private IReadOnlyList<CameraSettings> Cameras(UploaderSettings file)
    {
        if (Source is null)
        {
            return file.Cameras.Count > 0 ? file.Cameras : throw new SettingsException("No camera: give --source, or --config with a file that lists cameras.");
        }

        // A source on the command line takes the place of the file's, and what the file says of motion and events stays.
        var like = file.Cameras.Count > 0 ? file.Cameras[0] : new CameraSettings { Name = "camera", Source = Source };
        return [like with { Source = Source, Name = Camera ?? like.Name }];
    }
}
