namespace CloudCctv.Demo;

public enum DemoStore
{
    Folder,
    Azurite,
}

/// <summary>How to run the main job.</summary>
public sealed record DemoOptions
{
    /// <summary>A file, folder of JPEGs, URL or device.</summary>
    public required string Source { get; init; }

    public DemoStore Store { get; init; }

    /// <summary>Play a recording as fast as it can be worked on.</summary>
    public bool MaxSpeed { get; init; }

    /// <summary>Where everything is kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Make a clip of each event and send it, unless there is <see cref="UploaderConfig"/>.</summary>
    public bool Clips { get; init; }

    /// <summary>Settings file of the uploader; null for its defaults.</summary>
    public string? UploaderConfig { get; init; }
}
